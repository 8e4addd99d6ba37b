// The work and the billing that the examples of several commands are about.

/** Items of 6,560,000 yen, one of each pricing. */
export const itemsExample = [
  {
    itemId: 'design',
    description: '要件定義・設計',
    taxClass: 'standard',
    pricing: 'fixedPrice',
    amount: 2_000_000,
  },
  {
    itemId: 'build',
    description: '開発',
    taxClass: 'standard',
    pricing: 'timeAndMaterial',
    hourlyRate: 9_000,
    estimatedHours: 400,
    capHours: 480,
  },
  {
    itemId: 'care',
    description: '保守',
    taxClass: 'standard',
    pricing: 'recurring',
    monthlyAmount: 80_000,
    months: 12,
  },
] as const;

/** 着手金 of 1,000,000 yen, which is billable as soon as the contract is concluded. */
export const advanceExample = {
  milestoneId: 'M1',
  name: '着手金',
  trigger: 'contractConclusion',
  amount: 1_000_000,
  taxClass: 'standard',
} as const;

/** What is billed later, with this amount for the final acceptance. */
export const milestonesExample = (finalAmount: number) =>
  [
    {
      milestoneId: 'M2',
      name: '要件定義の検収',
      trigger: 'acceptance',
      amount: 2_000_000,
      taxClass: 'standard',
      plannedOn: '2099-01-30',
      deliverableIds: ['D1'],
    },
    { milestoneId: 'M3', name: '最終検収', trigger: 'finalAcceptance', amount: finalAmount, taxClass: 'standard' },
    {
      milestoneId: 'M4',
      name: '保守 12 か月分',
      trigger: 'acceptance',
      amount: 960_000,
      taxClass: 'standard',
      plannedOn: '2100-03-31',
    },
  ] as const;
