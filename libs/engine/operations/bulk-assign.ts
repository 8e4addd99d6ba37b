import type { Plain } from '#libs/kernel/command-catalogue';
import type { Refusal } from '#libs/kernel/decider';
import type { CommandContext } from '#libs/kernel/outcome';
import { stateRefusal } from '#libs/ordering/refusal';
import { unknownMember } from '#libs/ordering/desk/desk.decider';
import { IsIdentifier, IsIdentifierList } from '#libs/ordering/validation/text-rules';
import type { OperationDescription, OperationPorts } from '../operation.ts';
import { deskOf } from './desk-of.ts';

/** まとめて担当者を決める. */
export class BulkAssignFollowUps {
  @IsIdentifierList(1, 500)
  readonly ids!: string[];

  @IsIdentifier()
  readonly assignee!: string;
}

/** What became of each: one that could not be assigned keeps none of the others back. */
export interface BulkAssigned {
  readonly assigned: number;
  readonly items: readonly {
    readonly id: string;
    readonly assigned: boolean;
    /** Place in the log; null where it was so already, or was refused. */
    readonly position: string | null;
    readonly refusal: Pick<Refusal, 'code' | 'message'> | null;
  }[];
}

/** Assigned at once. */
const CONCURRENCY = 16;

type Item = BulkAssigned['items'][number];

const unknownFollowUp = stateRefusal(
  'no-such-follow-up',
  'このフォローアップは存在しません。',
  'There is no such follow-up.',
);

const assign = async (
  { execute }: OperationPorts,
  id: string,
  assignee: string,
  context: CommandContext,
): Promise<Item> => {
  const outcome = await execute('follow-ups', id, { type: 'AssignFollowUp', data: { assignee } }, context);
  if (outcome.accepted) return { id, assigned: true, position: outcome.position ?? null, refusal: null };
  const { code, message } = outcome.revision === undefined ? unknownFollowUp : outcome.refusal;
  return { id, assigned: false, position: null, refusal: { code, message } };
};

/** `POST /api/follow-ups/bulk-assign`: sent again with its key, it assigns nothing twice. */
export const bulkAssign: OperationDescription<BulkAssignFollowUps, BulkAssigned> = {
  name: 'follow-ups.bulk-assign',
  path: 'follow-ups/bulk-assign',
  summary: { ja: 'まとめて担当者を決める', en: 'Give many follow-ups to somebody' },
  payload: BulkAssignFollowUps,
  example: { ids: ['6f1c7b5e-0f0d-5c39-9a55-0d0f0f3f7f77'], assignee: 'sato' },
  answerExample: {
    assigned: 1,
    items: [
      {
        id: '6f1c7b5e-0f0d-5c39-9a55-0d0f0f3f7f77',
        assigned: true,
        position: '00000000000000001842',
        refusal: null,
      },
    ],
  },
  async run(ports, { ids, assignee }: Plain<BulkAssignFollowUps>, context): Promise<BulkAssigned | Refusal> {
    const refusal = unknownMember(assignee, 'assignee', await deskOf(ports));
    if (refusal) return refusal;
    const wanted = [...new Set(ids)];
    const items: Item[] = [];
    for (let from = 0; from < wanted.length; from += CONCURRENCY)
      items.push(
        ...(await Promise.all(
          wanted.slice(from, from + CONCURRENCY).map((id) => assign(ports, id, assignee, context)),
        )),
      );
    return { assigned: items.filter(({ assigned }) => assigned).length, items };
  },
};
