import type { Telemetry } from 'bullmq';

/** Traces of jobs on their way to a collector. */
export interface RunningTelemetry {
  /** What the queue reports to. */
  readonly queue: Telemetry;
  /** Sends what is left, and ends. */
  stop(): Promise<void>;
}

/** So long a collector that is away may keep a stopping process, in milliseconds. */
const LAST_WORDS_MS = 2_000;

/**
 * Traces the queue's jobs with OpenTelemetry. A span holds names, ids and durations, never what a job carries, and
 * nothing of this machine or its environment.
 * @param collectorUrl OTLP over HTTP; `/v1/traces` comes after it
 */
export async function startTelemetry(collectorUrl: string): Promise<RunningTelemetry> {
  // Imported here: whoever has no collector does not wait for this to load.
  const [{ BatchSpanProcessor, NodeTracerProvider }, { resourceFromAttributes }, exporter, { BullMQOtel }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('bullmq-otel'),
    ]);
  const traceExporter = new exporter.OTLPTraceExporter({
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
