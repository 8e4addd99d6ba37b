import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { timeCalls } from '../timing.ts';
import type { LoadPlan, LoadReport } from './load.ts';

// The clients, in a process of their own: a plan's file, then the file for the report.
const [planFile = '', reportFile = ''] = process.argv.slice(2);
const { posts, inFlight, key } = JSON.parse(readFileSync(planFile, 'utf8')) as LoadPlan;
const agent = new Agent({ keepAlive: true, maxSockets: inFlight });

type Post = LoadPlan['posts'][number];

interface Answer {
  readonly status: number;
  readonly retryAfterMs: number;
  readonly text: string;
}

const send = ({ url, body, idempotencyKey }: Post): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${key}`,
      'idempotency-key': idempotencyKey,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      'content-length': Buffer.byteLength(text),
    };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (part: string) => (answer += part));
      response.on('error', reject).on('end', () => {
        const retryAfterMs = Number(response.headers['retry-after']) * 1000;
        resolve({ status: response.statusCode ?? 0, retryAfterMs, text: answer });
      });
    });
    sent.on('error', reject).end(text);
  });

let sentAgain = 0;

/** Resolves to the id in the answer, also where a 503 asked to come again; rejects unless the command was carried out. */
const post = async (wanted: Post): Promise<string> => {
  for (;;) {
    const { status, retryAfterMs, text } = await send(wanted);
    if (status >= 200 && status < 300) return (JSON.parse(text) as { id: string }).id;
    if (status !== 503 || !(retryAfterMs > 0)) throw new Error(`${wanted.url}: ${status} ${text}`);
    sentAgain += 1;
    await pause(retryAfterMs);
  }
};

const ids: string[] = [];
const processorBefore = process.cpuUsage();
const timing = await timeCalls(posts.length, inFlight, async (index) => {
  const wanted = posts[index];
  if (wanted) ids[index] = await post(wanted);
});
const { user, system } = process.cpuUsage(processorBefore);
agent.destroy();
const report: LoadReport = { timing, ids, sentAgain, processorSeconds: (user + system) / 1_000_000 };
writeFileSync(reportFile, JSON.stringify(report));
