import { describe, expect, it } from '@jest/globals';
import { nodeProblem } from './required-node.ts';

describe('the Node that runs it', () => {
  it.each(['22.12.0', '22.13.1', '24.0.0', '26.10.0'])('is new enough from 22.12 on: %s', (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  it.each(['18.19.0', '20.20.2', '22.11.0'])('is told in one line where it is too old: %s', (version) => {
    expect(nodeProblem(version)).toMatch(
      new RegExp(`^juchu: this is Node ${version}; Juchu needs 22\\.12 or newer.*$`),
    );
  });
});
