import { categoryOf, idOf, type RecordedFact } from '#libs/kernel/fact';
import type { JsonObject } from '#libs/kernel/json';
import type { OwedCommand, Process, ProcessNotes } from '#libs/kernel/process';
import type { CompanyCalendar, DeskFactOf } from '#state-machines/desk/desk.events';
import type { FollowUpFact, FollowUpFactOf } from '#state-machines/follow-up/follow-up.events';
import type { Instant } from '#state-machines/vocabulary/dates';
import { percentDecoded } from '#state-machines/vocabulary/percent-encoding';
import { usualCalendar } from '../desk/business-calendar.ts';
import type { FactPattern, FollowUpRule, Watched } from '#state-machines/follow-up/follow-up-rule';
import { timesOf } from '../follow-up/follow-up-timing.policies.ts';
import type { FollowUpCommand } from '../follow-up/follow-up.commands.ts';
import { followUpId } from '../follow-up/follow-up.id.ts';

/** The matter that a rule waits in: which event of which request began it, and whether its follow-up has shown up. */
interface LiveMatter {
  readonly causeId: string;
  readonly requestId: string;
  readonly open: boolean;
}

/** What a rule knows of one stream, or of one part of it. */
interface MatterNote {
  readonly live?: LiveMatter;
  readonly remembered?: JsonObject;
}

/** The note of the calendar that is in force; no stream bears such a name. */
const CALENDAR = '#calendar';

const dataOf = ({ data }: RecordedFact): JsonObject => data as JsonObject;

const matches = (fact: RecordedFact, { of, fact: type, when }: FactPattern): boolean =>
  fact.type === type && categoryOf(fact.stream) === of && (when?.(dataOf(fact), fact.metadata.stateAfter) ?? true);

/** The part of its stream that the fact names; undefined where the pattern is about the whole of it. Throws where the fact names none. */
const partOf = (fact: RecordedFact, { part }: FactPattern): string | undefined => {
  if (part === undefined) return undefined;
  const value = dataOf(fact)[part];
  if (typeof value === 'string') return value;
  throw new TypeError(`${fact.type} of ${fact.stream} names no ${part}`);
};

/** What a rule calls a matter: the stream, and the part of it that the fact names. */
const matterOf = (fact: RecordedFact, pattern: FactPattern): string => {
  const part = partOf(fact, pattern);
  return part === undefined ? fact.stream : `${fact.stream}/${part}`;
};

const happenedAt = ({ metadata }: RecordedFact): Instant => metadata.occurredAt ?? metadata.recordedAt;

const endings: ReadonlySet<string> = new Set<FollowUpFact['type']>([
  'FollowUpDone',
  'FollowUpDropped',
  'FollowUpAnswered',
]);

/** What a follow-up is about, as its stream's name tells it. */
const subjectOf = (stream: string, part: string | undefined) => {
  const of = categoryOf(stream) as Watched;
  const id = idOf(stream);
  const named = part === undefined ? {} : { part };
  switch (of) {
    case 'goodsOrder':
      return { orderId: id, orderKind: 'goods', ...named } as const;
    case 'serviceOrder':
      return { orderId: id, orderKind: 'service', ...named } as const;
    case 'supportCase':
      return { caseId: id, ...named };
    case 'customer':
      return { customerId: percentDecoded(id), ...named };
  }
};

const owed = (rule: FollowUpRule, causeId: string, command: FollowUpCommand): OwedCommand => ({
  category: 'followUp',
  id: followUpId(rule.id, causeId),
  command,
});

/**
 * フォローアップのルール: a rule as a process. What begins a matter sets a deadline under the matter's name, what answers it withdraws the deadline, or closes the
 * follow-up that has shown up. Of one matter there is one follow-up at most: while it waits, a newer beginning takes the place of the older one; once it has shown
 * up, it stands for newer ones too. What shows up at once stands for all that one request begins.
 */
export const followUpProcess = (rule: FollowUpRule): Process => {
  const { begins, answers, remembers = [] } = rule;
  const patterns = [...begins, ...answers, ...remembers];

  const noteOf = (notes: ProcessNotes, matter: string): MatterNote => notes.get(matter) ?? {};
  const keep = (notes: ProcessNotes, matter: string, { live, remembered }: MatterNote): void => {
    if (!live && !remembered) notes.delete(matter);
    else
      notes.put(matter, {
        ...(live ? { live: { causeId: live.causeId, requestId: live.requestId, open: live.open } } : {}),
        ...(remembered ? { remembered } : {}),
      });
  };
  const settle = (notes: ProcessNotes, matter: string): void => {
    const { live: _settled, ...rest } = noteOf(notes, matter);
    keep(notes, matter, rest);
  };

  const answered = (fact: RecordedFact, notes: ProcessNotes): readonly string[] => [
    ...new Set(
      answers
        .filter((answer) => matches(fact, answer))
        .flatMap((answer) => {
          const matter = matterOf(fact, answer);
          const { live } = noteOf(notes, matter);
          return live && (live.open || !answer.onceOpen) ? [matter] : [];
        }),
    ),
  ];

  const answer = (fact: RecordedFact, notes: ProcessNotes): readonly OwedCommand[] =>
    answered(fact, notes).flatMap((matter) => {
      const { live } = noteOf(notes, matter);
      settle(notes, matter);
      if (!live?.open) return [];
      const data = { answeredBy: fact.id, answeredWith: fact.type };
      return [owed(rule, live.causeId, { type: 'AnswerFollowUp', data })];
    });

  const begin = (fact: RecordedFact, notes: ProcessNotes): readonly OwedCommand[] => {
    const beginning = begins.find((pattern) => matches(fact, pattern));
    if (!beginning) return [];
    const matter = matterOf(fact, beginning);
    const note = noteOf(notes, matter);
    const requestId = fact.metadata.correlationId;
    // It is about to show up: an order that is short of five lines at once is one matter, begun once.
    if (rule.opens === 'atOnce' && note.live?.open === false && note.live.requestId === requestId) return [];
    const calendar = (notes.get(CALENDAR) ?? usualCalendar) as unknown as CompanyCalendar;
    const happened = happenedAt(fact);
    const times = timesOf(
      rule,
      { happenedAt: happened, data: dataOf(fact), remembered: note.remembered ?? {} },
      calendar,
    );
    if (!times) return [];
    if (note.live?.open)
      return beginning.reschedules
        ? [owed(rule, note.live.causeId, { type: 'RenewFollowUp', data: { dueOn: times.dueOn } })]
        : [];
    keep(notes, matter, { ...note, live: { causeId: fact.id, requestId, open: false } });
    const command: FollowUpCommand = {
      type: 'OpenFollowUp',
      data: {
        origin: { rule: rule.id, matter, causeId: fact.id, causeType: fact.type, causedAt: happened },
        subject: subjectOf(fact.stream, partOf(fact, beginning)),
        priority: rule.priority,
        ...times,
      },
    };
    return [{ ...owed(rule, fact.id, command), due: { at: times.opensAt, key: matter } }];
  };

  /** It has shown up. Where its matter was answered in the same moment, it is closed at once. */
  const shownUp = (fact: RecordedFact, notes: ProcessNotes): readonly OwedCommand[] => {
    const { origin } = fact.data as FollowUpFactOf<'FollowUpOpened'>['data'];
    if (origin?.rule !== rule.id) return [];
    const note = noteOf(notes, origin.matter);
    if (note.live?.causeId === origin.causeId) {
      keep(notes, origin.matter, { ...note, live: { ...note.live, open: true } });
      return [];
    }
    return [
      owed(rule, origin.causeId, { type: 'AnswerFollowUp', data: { answeredBy: fact.id, answeredWith: fact.type } }),
    ];
  };

  const ended = (fact: RecordedFact, notes: ProcessNotes): void => {
    const { rule: id, matter } = fact.data as FollowUpFactOf<'FollowUpAnswered'>['data'];
    if (id !== rule.id || matter === undefined) return;
    const { live } = noteOf(notes, matter);
    if (live && followUpId(rule.id, live.causeId) === idOf(fact.stream)) settle(notes, matter);
  };

  const remember = (fact: RecordedFact, notes: ProcessNotes): void => {
    for (const pattern of remembers) {
      if (!matches(fact, pattern)) continue;
      const matter = matterOf(fact, pattern);
      const note = noteOf(notes, matter);
      keep(notes, matter, { ...note, remembered: { ...note.remembered, ...pattern.members(dataOf(fact)) } });
    }
  };

  /** The matter that a fact of a follow-up of this rule is about. */
  const matterOfFollowUp = ({ type, data }: RecordedFact): readonly string[] => {
    if (type === 'FollowUpOpened') {
      const { origin } = data as FollowUpFactOf<'FollowUpOpened'>['data'];
      return origin?.rule === rule.id ? [origin.matter] : [];
    }
    const { rule: id, matter } = data as FollowUpFactOf<'FollowUpAnswered'>['data'];
    return endings.has(type) && id === rule.id && matter !== undefined ? [matter] : [];
  };

  return {
    name: `follow-up-${rule.id}`,
    version: 1,
    categories: [...new Set<string>(patterns.map(({ of }) => of)), 'followUp', 'desk'],
    sendsTo: ['followUp'],
    remadeBy: {
      type: 'RuleSwitchedOn',
      when(fact) {
        if (categoryOf(fact.stream) !== 'desk') return false;
        const { rule: id, lookingBack } = fact.data as DeskFactOf<'RuleSwitchedOn'>['data'];
        return id === rule.id && lookingBack === true;
      },
    },
    notes(fact) {
      const category = categoryOf(fact.stream);
      if (category === 'desk') return fact.type === 'CalendarSet' ? [CALENDAR] : [];
      if (category === 'followUp') return matterOfFollowUp(fact);
      const matters = patterns.filter((pattern) => matches(fact, pattern)).map((pattern) => matterOf(fact, pattern));
      return matters.length === 0 ? [] : [...new Set([...matters, CALENDAR])];
    },
    withdraws: answered,
    react(fact, notes) {
      const category = categoryOf(fact.stream);
      if (category === 'desk') {
        if (fact.type === 'CalendarSet')
          notes.put(CALENDAR, (fact.data as DeskFactOf<'CalendarSet'>['data']).calendar as unknown as JsonObject);
        return [];
      }
      if (category === 'followUp') {
        if (fact.type === 'FollowUpOpened') return shownUp(fact, notes);
        if (endings.has(fact.type)) ended(fact, notes);
        return [];
      }
      remember(fact, notes);
      return [...answer(fact, notes), ...begin(fact, notes)];
    },
    /** The rule is off or was so then, the follow-up is there already or has never shown up: each settles the matter. Anything else is a mistake that a person has to see. */
    onRefusal: (_, { refused }) => (refused === 'state' ? [] : undefined),
  };
};
