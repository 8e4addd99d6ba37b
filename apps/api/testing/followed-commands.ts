import { expect } from '@jest/globals';
import type { AnswerBody, ApiClient } from './api-client.ts';
import type { Engagement, Sent } from './sample-engagement.ts';

/** What a query answers once the read models have got to a position of the log. */
export const readAt = async (api: ApiClient, path: string, position: string): Promise<AnswerBody> => {
  const separator = path.includes('?') ? '&' : '?';
  return (await api.call('GET', `/api/${path}${separator}after=${encodeURIComponent(position)}`)).body;
};

/** Sends commands in turn, expects the status to follow each of them, and gives the last answer. */
export const sendFollowed = async (
  api: ApiClient,
  engagement: Engagement,
  commands: readonly Sent[],
): Promise<AnswerBody> => {
  let answer: AnswerBody | undefined;
  for (const [name, body] of commands) {
    answer = await engagement.send(name, body);
    const { engagement: place, change, billing, hold, care, step, nextActor, value, total, paid } = answer.state;
    expect(await readAt(api, `orders/${engagement.id}`, answer.position)).toMatchObject({
      kind: 'service',
      revision: answer.revision,
      state: { engagement: place, change, billing, hold, care },
      step: step ?? null,
      nextActor,
      value,
      total,
      paid,
    });
  }
  if (!answer) throw new Error('nothing was sent');
  return answer;
};
