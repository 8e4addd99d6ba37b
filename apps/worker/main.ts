import { nodeProblem } from '#libs/engine/required-node';

// Everything else is imported after the version is known: an older Node would fail in the middle of it, without saying why.
const problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exitCode = 1;
} else {
  const { runWorker } = await import('./run-worker.ts');
  process.exit(await runWorker(process.env));
}
