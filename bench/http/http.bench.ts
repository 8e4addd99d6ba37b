import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '#libs/engine/engine';
import type { Bench, BenchOptions, BenchResult, BenchRow } from '../bench.ts';
import { countRows } from '../count-rows.ts';
import { effortOf } from '../effort.ts';
import { figuresOf } from '../timing.ts';
import { apart, embedded, type Installation, type InstallationKind } from './installations.ts';
import { type LoadPlan, sendLoad } from './load.ts';
import { itemsStocked, ordersConfirmed, ordersPosted } from './orders.ts';

const IN_FLIGHT = 64;
const ADMIN_KEY = 'a-key-for-benchmarks-of-more-than-32-characters';
/** How long read models may take to get to the end of the log, in milliseconds. */
const CATCH_UP_MS = 120_000;

const twoDigits = (value: number): number => Math.round(value * 100) / 100;

/** Seconds until the orders' read model has got to where the log ends now. */
const catchUp = async ({ store, projections }: Engine): Promise<number> => {
  const started = performance.now();
  const head = await store.head();
  if (!(await projections.waitFor('order-status', head, CATCH_UP_MS)))
    throw new Error(`order-status does not get to ${head}`);
  return (performance.now() - started) / 1000;
};

const countEvents = async (store: Engine['store'], type: string): Promise<number> => {
  let found = 0;
  for (let from = '', end = false; !end;) {
    const page = await store.readAll({ from, filter: { categories: ['goodsOrder'] }, max: 4096 });
    found += page.events.filter((event) => event.type === type).length;
    ({ next: from, end } = page);
  }
  return found;
};

/** Sends some commands and says what they cost: processor milliseconds a command, by program. */
const measure = async (
  what: string,
  { engine }: Installation,
  folder: string,
  posts: LoadPlan['posts'],
): Promise<{ readonly row: BenchRow; readonly ids: readonly string[] }> => {
  const { result, programs } = await effortOf(() => sendLoad(folder, { posts, inFlight: IN_FLIGHT, key: ADMIN_KEY }));
  const { timing, ids, sentAgain, processorSeconds } = result;
  const behind = await catchUp(engine);
  const each = (seconds: number) => twoDigits((seconds * 1000) / posts.length);
  const costs = [...programs, ['clients', processorSeconds] as const];
  return {
    ids,
    row: {
      what,
      figures: {
        ...figuresOf(timing),
        'sent again': sentAgain,
        'read models after s': twoDigits(behind),
        ...Object.fromEntries(costs.map(([program, seconds]) => [`ms of ${program}`, each(seconds)])),
      },
    },
  };
};

const measureOn = (
  kind: InstallationKind,
  { folder: parent, orders }: { readonly folder: string; readonly orders: number },
): Promise<BenchResult> => {
  const { name } = kind;
  const folder = join(parent, name);
  mkdirSync(folder);
  return kind.use(folder, ADMIN_KEY, async (installation) => {
    const { urls, engine, settings } = installation;
    const send = (posts: LoadPlan['posts']) => sendLoad(folder, { posts, inFlight: IN_FLIGHT, key: ADMIN_KEY });
    const warmUp = Math.ceil(orders / 5);
    for (const posts of itemsStocked(urls)) await send(posts);
    const { ids: first } = await send(ordersPosted(urls, warmUp));
    await send(ordersConfirmed(urls, first));
    await engine.processes.idle();
    const received = await measure(`${name}: receive an order`, installation, folder, ordersPosted(urls, orders));
    await engine.processes.idle();
    const confirmed = await measure(`${name}: confirm it`, installation, folder, ordersConfirmed(urls, received.ids));
    await engine.processes.idle();
    await catchUp(engine);
    const expected = warmUp + orders;
    const verify = (what: string, found: number) => ({ what: `${what}, ${name}`, expected, found });
    return {
      settings,
      rows: [received.row, confirmed.row],
      verified: [
        verify('orders received in the log', await countEvents(engine.store, 'OrderReceived')),
        verify('orders confirmed in the log', await countEvents(engine.store, 'OrderConfirmed')),
        verify('rows of order_status', await countRows(engine.readDatabase, 'order_status')),
      ],
    };
  });
};

const run = async ({ quick, folder }: BenchOptions): Promise<BenchResult> => {
  const orders = quick ? 300 : 5_000;
  const results: BenchResult[] = [];
  for (const kind of [embedded, apart]) results.push(await measureOn(kind, { folder, orders }));
  return {
    settings: results.reduce((all, { settings }) => ({ ...all, ...settings }), { 'in flight': IN_FLIGHT, orders }),
    rows: results.flatMap(({ rows }) => rows),
    verified: results.flatMap(({ verified }) => verified),
    remarks: ['ms of …: processor time of each kind of program while the commands ran, by command'],
  };
};

export const httpBench: Bench = {
  name: 'http',
  title: `Commands over HTTP, ${IN_FLIGHT} in flight from a process of clients, on disk when answered`,
  run,
};
