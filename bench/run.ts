import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, BenchResult } from './bench.ts';
import { commandLoopBench, commandLoopEmulatorBench } from './command-loop.bench.ts';
import { eventStoreBench } from './event-store.bench.ts';
import { eventStoreEmulatorBench } from './event-store-emulator.bench.ts';
import { httpBench } from './http/http.bench.ts';
import { rebuildBench, rebuildPostgresBench } from './rebuild.bench.ts';

const BENCHES: readonly Bench[] = [
  eventStoreBench,
  commandLoopBench,
  rebuildBench,
  eventStoreEmulatorBench,
  commandLoopEmulatorBench,
  rebuildPostgresBench,
  httpBench,
];

const results = join(import.meta.dirname, 'results');

const machine = () => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  processors: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${process.arch}`,
  node: process.version,
});

const print = (bench: Bench, { rows, verified, remarks = [] }: BenchResult): void => {
  console.log(`\n${bench.title}`);
  console.table(Object.fromEntries(rows.map(({ what, figures }) => [what, figures])));
  for (const { what, found } of verified) console.log(`verified: ${found} ${what}`);
  for (const remark of remarks) console.log(remark);
};

const verify = ({ verified }: BenchResult): void => {
  const wrong = verified.find(({ expected, found }) => expected !== found);
  if (wrong) throw new Error(`${wrong.what}: expected ${wrong.expected}, found ${wrong.found}`);
};

const secondsSince = (started: number): string => `${((performance.now() - started) / 1000).toFixed(0)} s`;

const runBench = async (bench: Bench, quick: boolean): Promise<void> => {
  const started = performance.now();
  // Beside the code, since a system's folder for temporary files may lie in memory, where fsync costs nothing.
  mkdirSync(results, { recursive: true });
  const folder = mkdtempSync(join(results, '.files-'));
  try {
    const result = await bench.run({ quick, folder });
    verify(result);
    print(bench, result);
    console.log(`${bench.name} took ${secondsSince(started)}`);
    const record = { name: bench.name, title: bench.title, quick, machine: machine(), ...result };
    writeFileSync(join(results, `${bench.name}.json`), `${JSON.stringify(record, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const names = BENCHES.map(({ name }) => name).join(', ');
const usage = `npm run bench -- [--quick] [name …]
Measures, prints tables and writes JSON to bench/results. Names: ${names}. Everything takes about five minutes; --quick a minute.`;

const wordsOf = () => {
  try {
    const options = { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const;
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return process.exit(2);
  }
};

const { values, positionals } = wordsOf();
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const unknown = positionals.filter((name) => BENCHES.every((bench) => bench.name !== name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are ${names}`);
  process.exit(2);
}
const started = performance.now();
for (const bench of BENCHES) {
  if (positionals.length === 0 || positionals.includes(bench.name)) await runBench(bench, values.quick);
}
console.log(`\nAll of it took ${secondsSince(started)}`);
