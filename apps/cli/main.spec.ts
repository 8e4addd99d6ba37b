import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Runs the program on a Node that says it is of this version. */
const onNode = (version: string) => {
  const pretend = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;
  const words = ['--no-warnings', '--conditions=source', '--import', pretend, main, '--help'];
  return spawnSync(process.execPath, words, { encoding: 'utf8' });
};

describe('the program', () => {
  it.each(['18.20.4', '20.19.5', '22.11.0'])('ends on Node %s with one line that says what it needs', (version) => {
    const { status, stdout, stderr } = onNode(version);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(
      `juchu: this is Node ${version}; Juchu needs 22.12 or newer ("npm start" and "npm run juchu -- …" bring their own)\n`,
    );
  });
});
