import type { Address, ContactPerson } from '#state-machines/vocabulary/address';

/** 得意先: a customer of the sample company. Every name, number and address is invented. */
export interface SampleCustomer {
  readonly id: string;
  readonly name: string;
  readonly kana: string;
  readonly contact: ContactPerson;
  readonly address: Address;
  /** Customers who look like this one and are others. */
  readonly distinctFrom: readonly string[];
}

const customer = (
  id: string,
  [name, kana]: readonly [string, string],
  person: string,
  [postalCode, region, city, street, phone]: readonly [string, string, string, string, string],
  ...distinctFrom: readonly string[]
): SampleCustomer => ({
  id,
  name,
  kana,
  contact: { name: person, email: `${id.toLowerCase()}@example.jp`, phone },
  address: { name: `${name} ${person}`, postalCode, region, city, lines: [street], country: 'JP', phone },
  distinctFrom,
});

export const sampleCustomers: readonly [SampleCustomer, ...SampleCustomer[]] = [
  customer('C-1001', ['株式会社さくら商店', 'サクラショウテン'], '田中 花子', [
    '150-0002',
    '東京都',
    '渋谷区',
    '渋谷2-1-1',
    '03-5550-1001',
  ]),
  customer('C-1002', ['有限会社みどり茶房', 'ミドリサボウ'], '鈴木 一郎', [
    '604-8005',
    '京都府',
    '京都市中京区',
    '河原町通三条下ル1-2',
    '075-555-1002',
  ]),
  customer('C-1003', ['北浜オフィスサービス株式会社', 'キタハマオフィスサービス'], '中村 直樹', [
    '541-0041',
    '大阪府',
    '大阪市中央区',
    '北浜3-4-5',
    '06-5555-1003',
  ]),
  customer('C-1004', ['旅館 山水', 'リョカン サンスイ'], '小林 和子', [
    '250-0408',
    '神奈川県',
    '箱根町',
    '強羅1320-8',
    '0460-55-1004',
  ]),
  customer('C-1005', ['学校法人あおば学園', 'アオバガクエン'], '加藤 誠', [
    '980-0811',
    '宮城県',
    '仙台市青葉区',
    '一番町4-6-1',
    '022-555-1005',
  ]),
  customer('C-1006', ['合同会社ふみや文具', 'フミヤブング'], '吉田 美咲', [
    '460-0008',
    '愛知県',
    '名古屋市中区',
    '栄3-5-12',
    '052-555-1006',
  ]),
  customer('C-1007', ['株式会社はかた食品', 'ハカタショクヒン'], '松本 健', [
    '810-0001',
    '福岡県',
    '福岡市中央区',
    '天神2-8-30',
    '092-555-1007',
  ]),
  customer('C-1008', ['カフェ 月と珈琲', 'カフェ ツキトコーヒー'], '井上 さやか', [
    '920-0853',
    '石川県',
    '金沢市',
    '本町1-5-2',
    '076-555-1008',
  ]),
  customer('C-1009', ['医療法人ひだまり会', 'ヒダマリカイ'], '木村 修', [
    '730-0011',
    '広島県',
    '広島市中区',
    '基町6-78',
    '082-555-1009',
  ]),
  customer('C-1010', ['株式会社みなと百貨店', 'ミナトヒャッカテン'], '林 由美', [
    '231-0023',
    '神奈川県',
    '横浜市中区',
    '山下町1-1',
    '045-555-1010',
  ]),
  customer('C-1011', ['そば処 やまと', 'ソバドコロ ヤマト'], '清水 大輔', [
    '380-0824',
    '長野県',
    '長野市',
    '南石堂町1293',
    '026-555-1011',
  ]),
  customer('C-1012', ['株式会社つばめ設計事務所', 'ツバメセッケイジムショ'], '山口 恵', [
    '950-0087',
    '新潟県',
    '新潟市中央区',
    '東大通1-3-8',
    '025-555-1012',
  ]),
  customer('C-1013', ['札幌ギフトセンター', 'サッポロギフトセンター'], '森 亮', [
    '060-0042',
    '北海道',
    '札幌市中央区',
    '大通西4-6',
    '011-555-1013',
  ]),
  customer('C-1014', ['有限会社しまなみ物産', 'シマナミブッサン'], '池田 真理', [
    '790-0004',
    '愛媛県',
    '松山市',
    '大街道3-2-1',
    '089-555-1014',
  ]),
  customer('C-1015', ['株式会社りんご堂', 'リンゴドウ'], '橋本 拓也', [
    '030-0801',
    '青森県',
    '青森市',
    '新町2-4-1',
    '017-555-1015',
  ]),
  customer('C-1016', ['沖縄リゾートサプライ', 'オキナワリゾートサプライ'], '比嘉 翔', [
    '900-0013',
    '沖縄県',
    '那覇市',
    '牧志1-2-31',
    '098-555-1016',
  ]),
  customer(
    'C-1017',
    ['㈱サクラ商店', 'サクラショウテン'],
    '西田 浩',
    ['550-0002', '大阪府', '大阪市西区', '江戸堀1-9-6', '06-5555-1017'],
    'C-1001',
  ),
  customer(
    'C-1018',
    ['ふみや文具 名駅店', 'フミヤブング メイエキテン'],
    '青木 悠',
    ['450-0002', '愛知県', '名古屋市中村区', '名駅3-2-8', '052-555-1006'],
    'C-1006',
  ),
  customer(
    'C-1019',
    ['みどり茶房（有）', 'ミドリサボウ'],
    '藤井 玲子',
    ['611-0021', '京都府', '宇治市', '宇治妙楽38-2', '0774-55-1019'],
    'C-1002',
  ),
];
