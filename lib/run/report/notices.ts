import { count, counted } from './client/format.ts';
import type { ReportData } from './data.ts';

export interface Notice {
  readonly title: string;
  readonly text: string;
}

/** What must not be overlooked, the gravest first. */
export function noticesOf({ summary, productsLeftOut }: ReportData): Notice[] {
  const { counts, engine, stoppedBy, unusedOverrides, damagedMemory, stats } = summary;
  const notices: Notice[] = [];
  const pseudo = `${count(counts.pseudo)} of ${counted(counts.units, 'text')} are pseudo-localized: the source in accented letters, to try a layout with.`;
  if (engine === 'offline' && counts.pseudo > 0)
    notices.push({
      title: 'Not real translations.',
      text: `No provider was asked: the offline stand-in answered. ${pseudo}`,
    });
  else if (engine === 'offline')
    notices.push({
      title: 'An offline run.',
      text: `No provider was asked: the built-in stand-in answered${counts.translated > 0 ? ', with the reference translations that come with the sample catalog' : ''}.`,
    });
  else if (counts.pseudo > 0) notices.push({ title: 'Not all real translations.', text: pseudo });
  if (stoppedBy) notices.push({ title: `Stopped by ${stoppedBy.error}.`, text: stoppedBy.cause });
  if (counts.units > 0 && counts.translated === 0)
    notices.push({ title: 'Nothing is translated.', text: 'The reasons stand with the products below.' });
  if (counts.products === 0)
    notices.push({ title: 'No product was translated.', text: 'There was none to translate.' });
  else if (counts.units > 0 && stats.calls === 0 && counts.failed === 0)
    notices.push({ title: 'No call was needed.', text: 'Memory held every text.' });
  if (counts.invalidProducts > 0)
    notices.push({
      title: `${counted(counts.invalidProducts, 'product')} left out.`,
      text: 'They are broken in the catalog; their faults are listed at the end.',
    });
  if (unusedOverrides?.length)
    notices.push({
      title: `${counted(unusedOverrides.length, 'correction')} not used.`,
      text: 'They stand for nothing in the catalog: see unusedOverrides in summary.json.',
    });
  if (damagedMemory?.length)
    notices.push({
      title: `${counted(damagedMemory.length, 'file')} of memory damaged.`,
      text: 'They were set aside, and what they held was asked anew.',
    });
  if (productsLeftOut > 0)
    notices.push({
      title: 'A large run.',
      text: `${counted(productsLeftOut, 'product')} are not in this page: see below where they are.`,
    });
  return notices;
}
