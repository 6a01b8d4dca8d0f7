import type { Telemetry } from 'bullmq';
import { z } from 'zod';
import { PolsslagError } from '../errors.ts';

/** Tracing of jobs, exported to a collector. */
interface RunningTelemetry {
  /** The telemetry object for the queue. */
  readonly queue: Telemetry;
  /** Exports the remaining spans and shuts down. */
  stop(): Promise<void>;
}

/** How long an unreachable collector may delay a stopping process, in milliseconds. */
const LAST_WORDS_MS = 2_000;

/**
 * Traces the queue's jobs with OpenTelemetry. A span holds names, ids and durations, never what a job carries, and
 * nothing of this machine or its environment.
 * @param collectorUrl OTLP over HTTP; `/v1/traces` comes after it
 * @throws PolsslagError BAD_CONFIGURATION where OpenTelemetry is not installed
 */
export async function startTelemetry(collectorUrl: string): Promise<RunningTelemetry> {
  const { BatchSpanProcessor, NodeTracerProvider, resourceFromAttributes, OTLPTraceExporter, BullMQOtel } =
    await loadOpenTelemetry();
  const traceExporter = new OTLPTraceExporter({
    url: `${collectorUrl.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: LAST_WORDS_MS,
  });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'polsslag' }),
    spanProcessors: [new BatchSpanProcessor(traceExporter)],
  });
  provider.register();
  return {
    queue: new BullMQOtel({ tracerName: 'polsslag' }),
    // A collector that does not answer is no reason to fail while stopping.
    stop: () => provider.shutdown().catch(() => undefined),
  };
}

const notInstalled = z.object({ code: z.literal('ERR_MODULE_NOT_FOUND') });

/** Imported late: OpenTelemetry is optional, and without a collector it need not be installed or loaded. */
async function loadOpenTelemetry() {
  try {
    const [sdk, resources, exporter, queue] = await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('bullmq-otel'),
    ]);
    return { ...sdk, ...resources, ...exporter, ...queue };
  } catch (cause) {
    if (!notInstalled.safeParse(cause).success) throw cause;
    throw new PolsslagError(
      'BAD_CONFIGURATION',
      'OTEL_EXPORTER_OTLP_ENDPOINT asks for traces, and OpenTelemetry is not installed: install the optional packages too, or leave it out.',
      { cause },
    );
  }
}
