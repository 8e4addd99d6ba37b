import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runInForeground } from './run-in-foreground.ts';
import { run } from './testing/recording-terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'juchu-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

const programOf = (name: string, text: string): string => {
  const file = path.join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return file;
};

describe('start', () => {
  it('passes on the exit code of the API', async () => {
    expect(await runInForeground(programOf('failing', 'process.exit(3)'), process.env)).toBe(3);
  });

  it('passes on the signal that ends it, and waits until the API has ended', async () => {
    const ready = path.join(folder, 'ready');
    const program = programOf(
      'serving',
      `import { writeFileSync } from 'node:fs';
       setInterval(() => undefined, 1000);
       process.on('SIGTERM', () => setTimeout(() => process.exit(7), 20));
       writeFileSync(process.env.READY, '');`,
    );
    const ended = runInForeground(program, { ...process.env, READY: ready });
    while (!existsSync(ready)) await pause(5);
    process.emit('SIGTERM');
    expect(await ended).toBe(7);
    expect(process.listenerCount('SIGTERM')).toBe(0);
  });

  it('says what a shell would where a signal killed it', async () => {
    expect(await runInForeground(programOf('killed', "process.kill(process.pid, 'SIGKILL')"), process.env)).toBe(137);
  });

  it('refuses a wrong setting before it starts anything', async () => {
    expect(await run(['start', '--port', '70000'])).toMatchObject({ exitCode: 2 });
    expect(await run(['worker', '--health-port', '70000'])).toMatchObject({ exitCode: 2 });
    expect(await run(['start'], { JUCHU_HOST: 'no host' })).toEqual({
      exitCode: 1,
      out: '',
      err: 'juchu: JUCHU_HOST must be a host name or an IP address, not "no host"',
    });
  });
});
