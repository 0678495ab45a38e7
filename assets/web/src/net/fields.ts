// Reads what the server says, checked field by field where it comes in.

import { AnswerError } from "./streams";

export type Fields = Readonly<Record<string, unknown>>;

export function fields(value: unknown, at: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AnswerError(`${at}: ${typeof value} (expected: object)`);
  }
  return value as Fields;
}

export function text(from: unknown, key: string, at: string): string {
  const value = fields(from, at)[key];
  if (typeof value !== "string") {
    throw new AnswerError(`${at}.${key}: ${typeof value} (expected: text)`);
  }
  return value;
}

export function texts(from: Fields, key: string, at: string): readonly string[] {
  return list(from, key, at).map((entry, index) => {
    if (typeof entry !== "string") {
      throw new AnswerError(`${at}.${key}[${index}]: ${typeof entry} (expected: text)`);
    }
    return entry;
  });
}

export function list(from: unknown, key: string, at: string): readonly unknown[] {
  const value = fields(from, at)[key];
  if (!Array.isArray(value)) throw new AnswerError(`${at}.${key}: no array`);
  return value;
}

export function number(from: unknown, key: string, at: string): number {
  const value = fields(from, at)[key];
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new AnswerError(`${at}.${key}: ${typeof value} (expected: number)`);
  }
  return value;
}

export function flag(from: unknown, key: string, at: string): boolean {
  const value = fields(from, at)[key];
  if (typeof value !== "boolean") {
    throw new AnswerError(`${at}.${key}: ${typeof value} (expected: true or false)`);
  }
  return value;
}

export function optionalText(from: unknown, key: string, at: string): string | undefined {
  return fields(from, at)[key] === undefined ? undefined : text(from, key, at);
}

/** One of a few words. */
export function word<W extends string>(
  from: unknown,
  key: string,
  words: readonly W[],
  at: string,
): W {
  const value = text(from, key, at);
  const found = words.find((each) => each === value);
  if (found === undefined) {
    throw new AnswerError(`${at}.${key}: ${value} (expected: ${words.join(", ")})`);
  }
  return found;
}

/** Each entry of a list, read by `parse`. */
export function each<T>(
  from: unknown,
  key: string,
  at: string,
  parse: (value: unknown, at: string) => T,
): readonly T[] {
  return list(from, key, at).map((entry, index) => parse(entry, `${key}[${index}]`));
}
