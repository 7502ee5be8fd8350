import { isRecord } from './types.ts';

/* The sizes that Slack refuses with `invalid_blocks`, https://docs.slack.dev/reference/block-kit/blocks */

const BLOCKS = 50;

export function areBlocksValid(blocks: readonly unknown[]): boolean {
  return blocks.length <= BLOCKS && blocks.every(isBlockValid);
}

function isBlockValid(block: unknown): boolean {
  if (!isRecord(block)) return false;
  switch (block['type']) {
    case 'header':
      return isText(block['text'], 150, ['plain_text']);
    case 'section':
      return isSectionValid(block);
    case 'context':
      return isList(block['elements'], 10, (element) => isImage(element) || isText(element, 3000));
    case 'actions':
      return isList(block['elements'], 25, isElementValid);
    default:
      return typeof block['type'] === 'string';
  }
}

function isSectionValid({ text, fields }: Readonly<Record<string, unknown>>): boolean {
  if (text === undefined && fields === undefined) return false;
  return (
    (text === undefined || isText(text, 3000)) &&
    (fields === undefined || isList(fields, 10, (field) => isText(field, 2000)))
  );
}

function isElementValid(element: unknown): boolean {
  if (!isRecord(element)) return false;
  if (element['type'] !== 'button') return typeof element['type'] === 'string';
  const { text, url, value, action_id: action } = element;
  const isWithin = (field: unknown, limit: number): boolean =>
    field === undefined || (typeof field === 'string' && field.length <= limit);
  return isText(text, 75, ['plain_text']) && isWithin(url, 3000) && isWithin(value, 2000) && isWithin(action, 255);
}

function isText(value: unknown, limit: number, types: readonly unknown[] = ['plain_text', 'mrkdwn']): boolean {
  if (!isRecord(value) || !types.includes(value['type'])) return false;
  const { text } = value;
  return typeof text === 'string' && text.length > 0 && text.length <= limit;
}

function isImage(element: unknown): boolean {
  return isRecord(element) && element['type'] === 'image';
}

function isList(value: unknown, limit: number, isValid: (element: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.length <= limit && value.every(isValid);
}
