import { describe, expect, it } from 'vitest';
import { originOf, readEngine } from '../../lib/local/engine.ts';

describe('readEngine', () => {
  const groq = { engine: 'groq', apiKey: 'k', baseUrl: null, providerPlan: 'free' };

  it.each([
    ['neither key nor address', {}, { engine: 'offline', providerPlan: 'free' }],
    [
      'blank variables',
      { GROQ_API_KEY: ' ', GROQ_BASE_URL: '', FANOUT_PLAN: ' ' },
      { engine: 'offline', providerPlan: 'free' },
    ],
    ['a key alone', { GROQ_API_KEY: ' k ' }, groq],
    [
      'a key and an address',
      { GROQ_API_KEY: 'k', GROQ_BASE_URL: 'http://127.0.0.1:11434/v1' },
      { ...groq, baseUrl: 'http://127.0.0.1:11434/v1', providerPlan: null },
    ],
    [
      'a plan for another server',
      { GROQ_API_KEY: 'k', GROQ_BASE_URL: 'http://127.0.0.1:11434/v1', FANOUT_PLAN: 'free' },
      { ...groq, baseUrl: 'http://127.0.0.1:11434/v1' },
    ],
    [
      "Groq's own address",
      { GROQ_API_KEY: 'k', GROQ_BASE_URL: 'https://api.groq.com' },
      { ...groq, baseUrl: 'https://api.groq.com' },
    ],
    ['a plan', { GROQ_API_KEY: 'k', FANOUT_PLAN: 'developer' }, { ...groq, providerPlan: 'developer' }],
    ['a plan alone', { FANOUT_PLAN: 'developer' }, { engine: 'offline', providerPlan: 'developer' }],
  ])('reads %s', (_, env, config) => {
    expect(readEngine(env)).toEqual({ ok: true, config });
  });

  it.each([
    ['an address without a key', { GROQ_BASE_URL: 'https://a.example' }, [/^GROQ_BASE_URL needs GROQ_API_KEY/]],
    ['an address that is none', { GROQ_API_KEY: 'k', GROQ_BASE_URL: 'here' }, [/GROQ_BASE_URL: .*"here"/]],
    ['another protocol', { GROQ_API_KEY: 'k', GROQ_BASE_URL: 'ftp://a.example' }, [/expected an http or https URL/]],
    [
      'a password in the address',
      { GROQ_API_KEY: 'k', GROQ_BASE_URL: 'http://me:secret@a.example' },
      [/^(?!.*secret).*must not carry/],
    ],
    ['a key that no header can carry', { GROQ_API_KEY: 'schlüssel' }, [/^GROQ_API_KEY has a character/]],
    ['an unknown plan', { FANOUT_PLAN: 'Free' }, [/^FANOUT_PLAN: expected free or developer, got "Free"$/]],
    [
      'all of that at once',
      { GROQ_BASE_URL: 'here', FANOUT_PLAN: 'x' },
      [/expected an http/, /needs GROQ_API_KEY/, /^FANOUT_PLAN/],
    ],
  ])('refuses %s', (_, env, faults) => {
    expect(readEngine(env)).toEqual({ ok: false, faults: faults.map((fault) => expect.stringMatching(fault)) });
  });
});

describe('originOf', () => {
  const at = (baseUrl: string | null) => originOf({ engine: 'groq', apiKey: 'k', baseUrl, providerPlan: 'free' });

  it('keeps apart what Groq, the stand-in and other servers wrote', () => {
    const origins = [
      at(null),
      originOf({ engine: 'offline', providerPlan: 'free' }),
      at('http://127.0.0.1:1'),
      at('https://a.example'),
    ];
    expect(new Set(origins).size).toBe(4);
  });

  it('takes a server on another port of the same host for the same', () => {
    expect(at('http://127.0.0.1:1')).toBe(at('http://localhost:2/v1'));
    expect(at('https://a.example/v1')).toBe(at('https://a.example:8443'));
  });
});
