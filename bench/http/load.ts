import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '#libs/test-servers/program';
import type { Timing } from '../timing.ts';

/** What clients send, over connections that they keep. */
export interface LoadPlan {
  readonly posts: readonly { readonly url: string; readonly body?: object; readonly idempotencyKey: string }[];
  readonly inFlight: number;
  /** For the header `authorization`. */
  readonly key: string;
}

export interface LoadReport {
  readonly timing: Timing;
  /** The ids in the answers, in the order of the posts. */
  readonly ids: readonly string[];
  /** How often a 503 asked to come again. */
  readonly sentAgain: number;
  /** Processor time of the clients. */
  readonly processorSeconds: number;
}

const program = join(import.meta.dirname, 'load.process.ts');

/** Sends everything from a process of its own, and again with the same key where a 503 asks for that; rejects where anything was not carried out. */
export const sendLoad = async (folder: string, plan: LoadPlan): Promise<LoadReport> => {
  const name = join(folder, `load-${randomUUID()}`);
  writeFileSync(`${name}.plan.json`, JSON.stringify(plan));
  const { code, errors } = await runProgram(program, [`${name}.plan.json`, `${name}.report.json`]).ended;
  if (code !== 0) throw new Error(`the load failed: ${errors}`);
  return JSON.parse(readFileSync(`${name}.report.json`, 'utf8')) as LoadReport;
};
