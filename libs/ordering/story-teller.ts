import { isRefusal, type Command, type Refusal, type StreamType } from '#libs/kernel/decider';
import type { Fact } from '#libs/kernel/fact';

// The language in which specs tell the story of a stream: commands in, facts out, every fact folded through the chart.

/** A stream's story so far. */
export interface StoryOf<State, F extends Fact> {
  readonly state: State;
  readonly facts: readonly F[];
  /** The refusal of the last command; undefined where it was carried out. */
  readonly refusal: Refusal | undefined;
}

/** Tells the stories of one kind of stream. */
export interface StoryTeller<State, C extends Command, F extends Fact> {
  /** The story after one more command. */
  readonly told: (story: StoryOf<State, F>, command: C, now?: string) => StoryOf<State, F>;
  /** The story of some commands, each of which has to be carried out. */
  readonly story: (...commands: readonly C[]) => StoryOf<State, F>;
  /** A story that goes on; throws with the refusal where a command is refused. */
  readonly continued: (from: StoryOf<State, F>, ...commands: readonly C[]) => StoryOf<State, F>;
}

/** `usualNow` is when a command is carried out for which no other instant is given; `id` is the stream's. */
export const createStoryTeller = <State, C extends Command, F extends Fact>(
  { decider }: StreamType<State, C, F>,
  usualNow: string,
  id = 'order-1',
): StoryTeller<State, C, F> => {
  const told: StoryTeller<State, C, F>['told'] = (story, command, now = usualNow) => {
    const context = { now, id, commandId: `command-${String(story.facts.length)}` };
    const decision = decider.decide(command, story.state, context);
    if (isRefusal(decision)) return { ...story, refusal: decision };
    const state = decision.reduce((before, fact) => decider.evolve(before, fact), story.state);
    return { state, facts: [...story.facts, ...decision], refusal: undefined };
  };
  const continued: StoryTeller<State, C, F>['continued'] = (from, ...commands) =>
    commands.reduce((before, command) => {
      const after = told(before, command);
      if (after.refusal)
        throw new Error(`${command.type} was refused: ${after.refusal.code}: ${after.refusal.message.en}`);
      return after;
    }, from);
  return {
    told,
    continued,
    story: (...commands) => continued({ state: decider.initial, facts: [], refusal: undefined }, ...commands),
  };
};
