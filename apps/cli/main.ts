#!/usr/bin/env node
/** `juchu`. Nothing else is imported before the version is known: an older Node would fail in the middle of it, without saying why. */
const OLDEST = [22, 12] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  console.error(
    `juchu: this is Node ${process.versions.node}; Juchu needs ${OLDEST.join('.')} or newer ("npm run juchu -- …" brings its own)`,
  );
  process.exitCode = 1;
} else {
  const { runCli } = await import('./program.ts');
  const { processTerminal } = await import('./terminal.ts');
  process.exitCode = await runCli(process.argv.slice(2), processTerminal());
}
