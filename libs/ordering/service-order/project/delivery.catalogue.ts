import type { CommandDescription } from '#libs/kernel/command-catalogue';
import { describeCommands } from '../../command-words.ts';
import { deliveryPayloads } from './delivery.commands.ts';

const describe = describeCommands(deliveryPayloads);

/** Words and examples of the commands of the delivery. */
export const deliveryCommands: Readonly<Record<keyof typeof deliveryPayloads, CommandDescription>> = {
  StartTask: describe('StartTask', '作業を始める', 'Start a task of the plan', { taskId: 'T1' }),
  CompleteTask: describe('CompleteTask', '作業を完了する', 'Record that a task is done', { taskId: 'T1' }),
  ReportTime: describe('ReportTime', '作業時間を報告する', 'Report time worked on an item that is paid by time', {
    itemId: 'build',
    minutes: 90,
    memberId: 'suzuki',
  }),
  WithdrawTime: describe('WithdrawTime', '作業時間の報告を取り消す', 'Take back time that was reported by mistake', {
    itemId: 'build',
    minutes: 30,
    workedOn: '2026-11-20',
    memberId: 'suzuki',
    reason: '他案件の作業を含めていたため',
  }),
  SubmitDeliverable: describe('SubmitDeliverable', '成果物を提出する', 'Submit a deliverable to the customer', {
    deliverableId: 'D1',
    note: '第 1 版をお送りしました。',
  }),
  AcceptDeliverable: describe(
    'AcceptDeliverable',
    '成果物の検収を記録する',
    'Record that the customer accepts a deliverable',
    { deliverableId: 'D1', acceptedBy: '田中 花子' },
  ),
  RefuseDeliverable: describe(
    'RefuseDeliverable',
    '成果物の検収不合格を記録する',
    'Record that the customer refuses a deliverable, and why',
    { deliverableId: 'D1', points: [{ description: '画面遷移図が最新ではありません。' }] },
  ),
  ResolvePoint: describe('ResolvePoint', '指摘に対応する', 'Resolve a point that the customer raised', {
    pointId: 'P1',
    resolution: '画面遷移図を差し替えました。',
  }),
  ReportProgress: describe('ReportProgress', '進捗を報告する', 'Report how far the project has come', {
    percent: 40,
    summary: '基本設計を終え、詳細設計に入りました。',
    risks: '検証環境の準備が遅れています。',
  }),
  RaiseIssue: describe('RaiseIssue', '課題・リスクを挙げる', 'Raise an issue or a risk', {
    kind: 'risk',
    severity: 'high',
    title: '検証環境の遅れ',
    description: 'お客様側の環境の準備が 2 週間遅れる見込みです。',
  }),
  ResolveIssue: describe('ResolveIssue', '課題・リスクを解決する', 'Resolve an issue or a risk', {
    issueId: 'I1',
    resolution: '当社の環境で検証することにしました。',
  }),
  MarkAtRisk: describe('MarkAtRisk', 'プロジェクトを要注意にする', 'Mark the project at risk, and say why', {
    causes: ['schedule', 'customer'],
    note: '検証環境の準備が遅れているため。',
  }),
  MarkOnTrack: describe('MarkOnTrack', 'プロジェクトを順調に戻す', 'Mark the project on track again', {
    note: '遅れを取り戻しました。',
  }),
};
