/** How an order came in. */
export const channels = ['phone', 'email', 'fax', 'web', 'edi', 'visit', 'import'] as const;
export type Channel = (typeof channels)[number];

/** How the company and the customer talk to each other. */
export const contactMedia = ['phone', 'email', 'fax', 'web', 'visit', 'letter'] as const;
export type ContactMedium = (typeof contactMedia)[number];
