import { Matches } from 'class-validator';
import { sql, type RawBuilder, type SqlBool } from 'kysely';

/** The states of a service order's region `engagement`, without the inner ones. */
export const engagementStates =
  'hearing|proposing|contracting|launching|delivering|reviewing|finalising|completed|lost|terminated';

/** A state of a region with all its inner states, or one of those, `innerState` being an example; `states` has bars between. */
export const IsStateOf = (states: string, innerState: string): PropertyDecorator => {
  const names = states.replaceAll('|', ', ');
  return Matches(new RegExp(`^(${states})(\\.[A-Za-z]+)?$`), {
    message: `$property must be a state: ${names}`,
    context: {
      ja: `次のいずれかの状態を指定してください: ${names}`,
      en: `must be a state: ${names}; an inner state follows a dot, such as ${innerState}`,
    },
  });
};

/** True where the column holds the state, or one of its inner states. */
export const isInState = (column: string, state: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.ref(column)} = ${state} or ${sql.ref(column)} like ${`${state}.%`})`;
