import * as schema from '@ripplehq/backstage-plugin-changes-common/schema';
import { z } from 'zod';

type Json = { [key: string]: unknown };
type Operation = { path: string; method: 'get' | 'post' | 'put'; body: Json };

/** Largest body of a request; a longer one is answered with 413. @internal */
export const BODY_LIMIT_BYTES = 100_000;

const entityPath = '/entities/by-name/{kind}/{namespace}/{name}';
const entityParameters = ['kind', 'namespace', 'name'].map(pathParameter);
const idParameters = [pathParameter('id')];

/**
 * Ripple's HTTP API in OpenAPI 3.1, made from the schemas that requests and answers have in TypeScript.
 * @internal
 */
export function openapiDocument() {
  const operations: Operation[] = [
    get(
      `${entityPath}/timeline`,
      'getTimeline',
      'What happened to an entity and what it depends on, for drawing',
      entityParameters,
      schema.timelineQuery,
      'Timeline',
    ),
    get(
      `${entityPath}/events`,
      'getEntityEvents',
      'The same as a list, newest first',
      entityParameters,
      schema.entityEventsQuery,
      'EventPage',
    ),
    get(
      `${entityPath}/health`,
      'getHealth',
      'What is wrong, since when, and how it is known',
      entityParameters,
      schema.healthQuery,
      'EntityHealth',
    ),
    get(
      `${entityPath}/suspects`,
      'getSuspects',
      'Which changes may have caused it, with reasons',
      entityParameters,
      schema.suspectsQuery,
      'Suspects',
    ),
    get(
      '/events',
      'getEvents',
      'Events of all entities that the reader may see, newest first',
      [],
      schema.eventsQuery,
      'EventPage',
    ),
    {
      path: '/events',
      method: 'post',
      body: {
        operationId: 'createEvents',
        summary:
          'Hand in changes and alerts of any tool, one or a batch; every item is answered by itself',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                anyOf: [
                  looseItem(),
                  {
                    type: 'array',
                    minItems: 1,
                    maxItems: schema.BATCH_MAX_ITEMS,
                    items: looseItem(),
                  },
                ],
              },
            },
          },
        },
        responses: responses('201', 'CreatedEvents'),
      },
    },
    get(
      '/events/{id}',
      'getEvent',
      'One event with its diff, manifests and whom it may hurt',
      idParameters,
      undefined,
      'EventDetail',
    ),
    get(
      '/events/{id}/code',
      'getCode',
      'The commits and files behind a change',
      idParameters,
      undefined,
      'Code',
    ),
    {
      path: '/events/{id}/verdict',
      method: 'put',
      body: {
        operationId: 'putVerdict',
        summary: 'Say that a change was, or was not, the cause',
        parameters: idParameters,
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: inline(schema.verdictRequest) },
          },
        },
        responses: { '204': { description: 'Kept' }, default: failure() },
      },
    },
    get(
      '/services',
      'getServices',
      'Rows of the explorer',
      [],
      schema.servicesQuery,
      'Services',
    ),
    get(
      '/subjects',
      'getSubjects',
      'The latest facts of each subject, for operators',
      [],
      schema.subjectsQuery,
      'SubjectPage',
    ),
    get(
      '/sources',
      'getSources',
      'State of each source, for operators',
      [],
      undefined,
      'Sources',
    ),
  ];
  const paths: Record<string, Json> = {};
  for (const { path, method, body } of operations) {
    paths[path] = { ...paths[path], [method]: body };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ripple',
      version: '1',
      description: 'What changed, here and upstream, just before this broke?',
      license: {
        name: 'Apache-2.0',
        url: 'http://www.apache.org/licenses/LICENSE-2.0.html',
      },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: componentSchemas(),
    },
  };
}

function get(
  path: string,
  operationId: string,
  summary: string,
  parameters: Json[],
  query: z.ZodObject | undefined,
  answer: string,
): Operation {
  return {
    path,
    method: 'get',
    body: {
      operationId,
      summary,
      parameters: [...parameters, ...(query ? queryParameters(query) : [])],
      responses: responses('200', answer),
    },
  };
}

function queryParameters(query: z.ZodObject): Json[] {
  const { properties = {} } = inline(query) as {
    properties?: Record<string, Json>;
  };
  return Object.entries(properties).map(([name, parameter]) => {
    const { description, ...rest } = parameter;
    return {
      name,
      in: 'query',
      // Times and names are written as they are, `from=2026-11-19T02:41:08Z`.
      allowReserved: true,
      ...(description ? { description } : {}),
      ...(rest.type === 'array' ? { style: 'form', explode: true } : {}),
      schema: rest,
    };
  });
}

// A malformed item must not cost the others: the validator lets it through, and its answer names the field.
function looseItem(): Json {
  return {
    anyOf: [
      { $ref: '#/components/schemas/CustomEvent' },
      {
        type: 'object',
        description:
          'An item that does not fit is answered with its error; the others are stored',
      },
    ],
  };
}

function pathParameter(name: string): Json {
  return {
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', maxLength: 300 },
  };
}

function responses(status: string, answer: string): Json {
  return {
    [status]: {
      description: answer,
      content: {
        'application/json': {
          schema: { $ref: `#/components/schemas/${answer}` },
        },
      },
    },
    default: failure(),
  };
}

function failure(): Json {
  return {
    description:
      'A Backstage error whose message names the field and what would be right',
  };
}

function inline(type: z.ZodType): Json {
  const { $schema, ...rest } = z.toJSONSchema(type, {
    io: 'input',
    override: simplify,
  });
  return rest;
}

function componentSchemas(): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const type of Object.values(schema)) {
    if (!(type instanceof z.ZodType)) continue;
    const id = type.meta()?.id;
    if (id) registry.add(type, { id });
  }
  registry.add(schema.customEvent, { id: 'CustomEvent' });
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: id => `#/components/schemas/${id}`,
    override: simplify,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema, $id, ...rest }]) => [
      id,
      rest,
    ]),
  );
}

// `format` says it in fewer words than the pattern behind it, and any JSON value is said best by saying nothing.
function simplify({
  jsonSchema,
  zodSchema,
}: {
  jsonSchema: Json;
  zodSchema: unknown;
}): void {
  if (jsonSchema.format === 'date-time' || jsonSchema.format === 'uri')
    delete jsonSchema.pattern;
  if (zodSchema instanceof z.ZodLazy) {
    for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
  }
}
