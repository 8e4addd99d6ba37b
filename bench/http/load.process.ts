import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { timeCalls } from '../timing.ts';
import type { LoadPlan, LoadReport } from './load.ts';

// The clients, in a process of their own: a plan's file, then the file for the report.
const [planFile = '', reportFile = ''] = process.argv.slice(2);
const { posts, inFlight, key } = JSON.parse(readFileSync(planFile, 'utf8')) as LoadPlan;
const agent = new Agent({ keepAlive: true, maxSockets: inFlight });

/** Resolves to the id in the answer; rejects unless the command was carried out. */
const post = ({ url, body, idempotencyKey }: LoadPlan['posts'][number]): Promise<string> =>
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
        const status = response.statusCode ?? 0;
        if (status < 200 || status >= 300) reject(new Error(`${url}: ${status} ${answer}`));
        else resolve((JSON.parse(answer) as { id: string }).id);
      });
    });
    sent.on('error', reject).end(text);
  });

const ids: string[] = [];
const processorBefore = process.cpuUsage();
const timing = await timeCalls(posts.length, inFlight, async (index) => {
  const wanted = posts[index];
  if (wanted) ids[index] = await post(wanted);
});
const { user, system } = process.cpuUsage(processorBefore);
agent.destroy();
const report: LoadReport = { timing, ids, processorSeconds: (user + system) / 1_000_000 };
writeFileSync(reportFile, JSON.stringify(report));
