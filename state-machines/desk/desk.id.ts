/** There is one desk. */
export const DESK_ID = 'company';
