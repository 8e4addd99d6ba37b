import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { type Ended, runProgram } from '#libs/test-servers/program';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Runs the program on a Node that says it is of this version. */
const onNode = (version: string): Promise<Ended> => {
  const pretend = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;
  return runProgram(main, ['--help'], { NODE_OPTIONS: `--import=${pretend}` }).ended;
};

describe('the program', () => {
  it.each(['18.20.4', '20.19.5', '22.11.0'])(
    'ends on Node %s with one line that says what it needs',
    async (version) => {
      const { code, output, errors } = await onNode(version);
      expect({ code, output }).toEqual({ code: 1, output: '' });
      expect(errors).toBe(
        `juchu: this is Node ${version}; Juchu needs 22.12 or newer ("npm start" and "npm run juchu -- …" bring their own)\n`,
      );
    },
  );
});
