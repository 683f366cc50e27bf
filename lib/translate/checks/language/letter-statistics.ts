import { francAll } from 'franc-min';
import { bare } from '../text.ts';
import { areRelated } from './related.ts';

/** ISO 639-3, as the detector names languages. */
const DETECTED: Readonly<Record<string, string>> = {
  ar: 'arb',
  az: 'azj',
  be: 'bel',
  bg: 'bul',
  bs: 'bos',
  ceb: 'ceb',
  cs: 'ces',
  de: 'deu',
  en: 'eng',
  es: 'spa',
  fa: 'pes',
  fil: 'tgl',
  fr: 'fra',
  ha: 'hau',
  hi: 'hin',
  hr: 'hrv',
  hu: 'hun',
  id: 'ind',
  it: 'ita',
  jv: 'jav',
  kk: 'kaz',
  mr: 'mar',
  ms: 'zlm',
  ne: 'npi',
  nl: 'nld',
  pl: 'pol',
  ps: 'pbu',
  pt: 'por',
  ro: 'ron',
  ru: 'rus',
  so: 'som',
  sr: 'srp',
  sv: 'swe',
  sw: 'swh',
  tr: 'tur',
  uk: 'ukr',
  ur: 'urd',
  uz: 'uzn',
  vi: 'vie',
  yo: 'yor',
  zu: 'zul',
};
const LANGUAGES = new Map(Object.entries(DETECTED).map(([language, code]) => [code, language]));

/** The likeliest language that is not related to the target's. */
export interface Likeliest {
  readonly language: string;
  /** By how much it is likelier than the target's, from 0 to 1; than the next best where the detector does not know the target's. */
  readonly lead: number;
  readonly isTargetKnown: boolean;
}

/** What the frequent threes of letters speak for; null where the detector knows nothing to compare. */
export function likeliestByLetters(text: string, target: string): Likeliest | null {
  const scores = francAll(bare(text)).map(([code, score]) => ({ language: LANGUAGES.get(code) ?? code, score }));
  const best = scores.find(({ language }) => !areRelated(language, target));
  const known = scores.find(({ language }) => language === target);
  const rival = known ?? scores.find(({ language }) => language !== best?.language);
  if (best === undefined || rival === undefined) return null;
  return { language: best.language, lead: best.score - rival.score, isTargetKnown: known !== undefined };
}
