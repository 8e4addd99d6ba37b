// Asks a program of this container whether it is ready: `node health.mjs api` or `node health.mjs worker`. Exit code 0: it is.
import process from 'node:process';

const ports = { api: process.env.JUCHU_PORT ?? '3000', worker: process.env.JUCHU_WORKER_PORT ?? '3001' };
const port = ports[process.argv[2] ?? 'api'];
if (port === undefined) {
  console.error('health.mjs: say "api" or "worker"');
  process.exit(2);
}
try {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(4_000) });
  if (!answer.ok) {
    const { parts = [] } = await answer.json();
    // `docker inspect` shows what is printed here.
    console.error(JSON.stringify(parts.filter(({ healthy }) => !healthy)));
  }
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.error(`no answer on port ${port}: ${error.cause?.code ?? error.message}`);
  process.exitCode = 1;
}
