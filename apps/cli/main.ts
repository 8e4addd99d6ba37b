#!/usr/bin/env node
import { nodeProblem } from '#libs/engine/required-node';

// Everything else is imported after the version is known: an older Node would fail in the middle of it, without saying why.
const problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exitCode = 1;
} else {
  const { runCli } = await import('./program.ts');
  const { processTerminal } = await import('./terminal.ts');
  process.exitCode = await runCli(process.argv.slice(2), processTerminal());
}
