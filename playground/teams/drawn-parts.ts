import { z } from 'zod';
import { PART_TYPES } from './card-parts.ts';
import type { JsonObject } from './world.ts';

const KNOWN = new Set(Object.values(PART_TYPES).flatMap((types) => [...types.keys()]));

const part = z.looseObject({ type: z.string().optional(), fallback: z.unknown().optional() });

/** Every object with a type that Teams draws in the card; an unknown type is replaced by its fallback. */
export function drawnParts(value: unknown): readonly JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(drawnParts);
  const object = part.safeParse(value);
  if (!object.success) return [];
  const { type, fallback, ...properties } = object.data;
  if (type !== undefined && type !== 'AdaptiveCard' && !KNOWN.has(type)) return drawnParts(fallback);
  const { data: _data, ...children } = properties;
  return [...(type === undefined ? [] : [object.data]), ...Object.values(children).flatMap(drawnParts)];
}
