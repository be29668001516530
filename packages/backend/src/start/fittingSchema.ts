import type { JsonObject, JsonValue } from '@backstage/types';

/**
 * Of a JSON schema what concerns the data: properties that the data neither has nor must have are left out, since nothing is ever asked of
 * them. What a schema says of lists, and its choices between schemas, stay whole.
 */
export function fittingSchema(schema: JsonObject, data: JsonValue): JsonObject {
  const { properties, required } = schema;
  if (!isObject(properties) || !isObject(data)) return schema;
  const isRequired = (name: string) =>
    Array.isArray(required) && required.includes(name);
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => data[name] !== undefined || isRequired(name))
        .map(([name, property]) => [
          name,
          isObject(property)
            ? fittingSchema(property, data[name] ?? null)
            : property,
        ]),
    ),
  };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
