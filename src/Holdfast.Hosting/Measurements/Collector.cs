namespace Holdfast.Hosting.Measurements;

/// <summary>Whether the standard variables name a collector.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables and https://opentelemetry.io/docs/specs/otel/protocol/exporter.</remarks>
internal static class Collector
{
    /// <summary>Whether it is to be sent a signal: <c>TRACES</c> or <c>METRICS</c>.</summary>
    public static bool Takes(string signal) =>
        !Is("OTEL_SDK_DISABLED", "true") && !Is($"OTEL_{signal}_EXPORTER", "none")
        && (Is($"OTEL_{signal}_EXPORTER", "otlp") || IsSet("OTEL_EXPORTER_OTLP_ENDPOINT") || IsSet($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"));

    private static bool IsSet(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 };

    private static bool Is(string name, string value) => string.Equals(Environment.GetEnvironmentVariable(name), value, StringComparison.OrdinalIgnoreCase);
}
