import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningProgram, runProgram } from './program.ts';

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a program in a process of its own', () => {
  let folder: string;
  let programs: RunningProgram[];
  beforeEach(() => {
    // Inside the project, so that the program finds its modules.
    folder = mkdtempSync(join(import.meta.dirname, 'program-'));
    programs = [];
  });
  afterEach(async () => {
    for (const program of programs) await program.kill();
    rmSync(folder, { recursive: true });
  });
  const run = (text: string, words: readonly string[] = [], environment = {}): RunningProgram => {
    const file = join(folder, 'sample.ts');
    writeFileSync(file, text);
    const program = runProgram(file, words, environment);
    programs.push(program);
    return program;
  };

  it('gets its words and its environment, and nothing of ours', async () => {
    const text = `
      const { SAMPLE, HOME }: NodeJS.ProcessEnv = process.env;
      console.log(JSON.stringify([...process.argv.slice(2), SAMPLE, HOME ?? null]));
      console.error('that was all');
      process.exitCode = 3;`;
    const { firstLine, ended } = run(text, ['one', 'two'], { SAMPLE: 'three' });
    expect(JSON.parse(await firstLine)).toEqual(['one', 'two', 'three', null]);
    expect(await ended).toMatchObject({ code: 3, signal: null, errors: 'that was all\n' });
  });

  it('may have decorators, and imports the sources of libs', async () => {
    const text = `
      import { START } from '#libs/kernel/event-store';
      const seen: string[] = [];
      const Name = (name: string) => (_of: unknown) => void seen.push(name);
      @Name('decorated')
      class Sample {}
      console.log(seen.join(), typeof START, Sample.name);`;
    expect(await run(text).firstLine).toBe('decorated string Sample');
  });

  it('says in time what is waited for, and is killed', async () => {
    const program = run(`
      let ticks = 0;
      setInterval(() => console.log('tick ' + (ticks += 1)), 1);`);
    expect((await program.says(/tick (3)\n/))[1]).toBe('3');
    expect(program.output()).toMatch(/^tick 1\n/);
    expect(await program.kill()).toMatchObject({ code: null, signal: 'SIGKILL' });
    expect(await program.kill('SIGTERM')).toMatchObject({ signal: 'SIGKILL' });
  });

  it('ends with the process that started it, even when that one is killed', async () => {
    const text = `
      const { runProgram } = await import(${JSON.stringify(join(import.meta.dirname, 'program.ts'))});
      const { child } = runProgram(process.argv[2], ['forever']);
      child.once('spawn', () => console.log(child.pid));`;
    const forever = join(folder, 'forever.ts');
    writeFileSync(forever, 'setInterval(() => undefined, 1000);');
    const starter = run(text, [forever]);
    const started = Number(await starter.firstLine);
    expect(isRunning(started)).toBe(true);
    await starter.kill();
    while (isRunning(started)) await pause(20);
  });

  it('tells one who waits for it that it ended, and what it said', async () => {
    const program = run("throw new Error('no tea left')");
    await expect(program.firstLine).rejects.toThrow(/ended with 1 .*no tea left/su);
    await expect(program.says(/listens/)).rejects.toThrow(/no tea left/);
  });
});
