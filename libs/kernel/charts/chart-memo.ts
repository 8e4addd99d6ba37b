import { canonicalJson } from '../log/canonical-json.ts';

/** Where a chart is, as XState writes it: a name, or a name per region and level. */
export type StateValue = string | { readonly [state: string]: StateValue | undefined };

/** Where a fact leads, and which regions took it (`root` where the chart's root did). */
export interface ChartStep {
  readonly value: StateValue;
  readonly takenBy: ReadonlySet<string>;
}

/** A step with what the chart had to know to take it: each guard it asked, in order, with the answer. */
export interface ComputedStep extends ChartStep {
  readonly asked: readonly (readonly [guard: string, answer: boolean])[];
}

interface Question {
  readonly guard: string;
  yes?: Answer;
  no?: Answer;
}
type Answer = Question | ChartStep;

const isQuestion = (answer: Answer): answer is Question => 'guard' in answer;

/** What is known of the chart in one state: a tree of questions per fact type. */
interface Place {
  readonly value: StateValue;
  readonly byFact: Map<string, Answer>;
}

/**
 * Remembers where facts lead. A chart that passes `requireTable` is a finite table: the guard it asks first is fixed by state and fact type, each further one by
 * the answers before. So one walk down a tree of answers gives what XState would compute, and asks no guard that XState would not have asked.
 */
export const createChartMemo = <Data>(
  answer: (guard: string, data: Data, factType: string) => boolean,
  compute: (value: StateValue, factType: string, data: Data) => ComputedStep,
): { step(value: StateValue, factType: string, data: Data): ChartStep } => {
  const placesByText = new Map<string, Place>();
  const placesByValue = new WeakMap<object, Place>();

  const placeOf = (value: StateValue): Place => {
    const known = typeof value === 'string' ? placesByText.get(value) : placesByValue.get(value);
    if (known) return known;
    const text = typeof value === 'string' ? value : canonicalJson(value);
    const place = placesByText.get(text) ?? { value, byFact: new Map<string, Answer>() };
    placesByText.set(text, place);
    if (typeof value === 'object' && place.value === value) placesByValue.set(value, place);
    return place;
  };

  const learn = (place: Place, factType: string, data: Data): ChartStep => {
    const { asked, value, takenBy } = compute(place.value, factType, data);
    // The remembered value is the place's own, so that the next step finds its place by identity.
    const step: ChartStep = { value: placeOf(value).value, takenBy };
    const [first, ...others] = asked;
    if (!first) {
      place.byFact.set(factType, step);
      return step;
    }
    const root = place.byFact.get(factType);
    let question: Question = root && isQuestion(root) ? root : { guard: first[0] };
    place.byFact.set(factType, question);
    let side: 'yes' | 'no' = first[1] ? 'yes' : 'no';
    for (const [guard, held] of others) {
      const next = question[side];
      const following: Question = next && isQuestion(next) ? next : { guard };
      question[side] = following;
      question = following;
      side = held ? 'yes' : 'no';
    }
    question[side] = step;
    return step;
  };

  return {
    step(value, factType, data) {
      const place = placeOf(value);
      let known = place.byFact.get(factType);
      while (known && isQuestion(known)) known = answer(known.guard, data, factType) ? known.yes : known.no;
      return known ?? learn(place, factType, data);
    },
  };
};
