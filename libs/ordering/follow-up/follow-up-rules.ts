/** Every rule by which something the company owes a customer becomes a follow-up. */
export const followUpRules: readonly { readonly id: string }[] = [];
