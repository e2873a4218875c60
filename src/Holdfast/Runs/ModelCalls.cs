using System.Diagnostics;
using System.Diagnostics.Metrics;
using Holdfast.Agents;
using Holdfast.Diagnostics;
using Holdfast.Items;
using Holdfast.Records;
using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>
/// What is measured and written down of each call of a model and of a tool. Names are those of OpenTelemetry's conventions for generative AI
/// (https://opentelemetry.io/docs/specs/semconv/gen-ai).
/// </summary>
public sealed partial class ModelCalls : IDisposable
{
    private const string Operation = "gen_ai.operation.name";
    private const string RequestModel = "gen_ai.request.model";
    private const string ErrorType = "error.type";
    private const double MicrosInOne = 1_000_000;

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _tokens;
    private readonly Counter<double> _cost;
    private readonly ILogger _usage;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The host's factory.</param>
    /// <param name="loggers">For the log of usage.</param>
    public ModelCalls(IMeterFactory meters, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(HoldfastTelemetry.Name);
        _duration = _meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "Calls of models and of tools, by operation, by model or tool and by error.", advice: Durations.Lasting);
        _tokens = _meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens of each call of a model, by model and by whether they were read (input) or written (output).", advice: new InstrumentAdvice<long>
        {
            HistogramBucketBoundaries = [1, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576],
        });
        _cost = _meter.CreateCounter<double>("holdfast.model.cost", "{USD}", "What calls of models cost, by model, as far as prices are known.");
        _usage = loggers.CreateLogger(UsageLog.Category);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>The span of a step that begins.</summary>
    /// <param name="step">The step.</param>
    /// <param name="run">The span of its run: steps that are under way beside each other stand side by side.</param>
    /// <returns>Null when nobody listens.</returns>
    internal static Activity? Begin(AgentUpdate.StepStarted step, ActivityContext run) => step.Kind switch
    {
        StepKinds.Model => HoldfastTelemetry.StartCall($"chat {step.Name}", run)?.SetTag(Operation, "chat").SetTag(RequestModel, step.Name),
        StepKinds.Tool => HoldfastTelemetry.StartCall($"execute_tool {step.Name}", run)?.SetTag(Operation, "execute_tool").SetTag("gen_ai.tool.name", step.Name),
        _ => null,
    };

    /// <summary>A step is over.</summary>
    /// <param name="run">Whose.</param>
    /// <param name="step">The step.</param>
    /// <param name="used">What it took of a model.</param>
    /// <param name="costMicros">What that cost; null when it is not known.</param>
    /// <param name="span">Its span.</param>
    internal void Ended(RunRecord run, RunStep step, AgentUsage? used, long? costMicros, Activity? span)
    {
        if (step.Kind is not (StepKinds.Model or StepKinds.Tool))
            return;
        var isModel = step.Kind == StepKinds.Model;
        var tags = new TagList { { Operation, isModel ? "chat" : "execute_tool" }, { isModel ? RequestModel : "gen_ai.tool.name", step.Name } };
        if (step.Error is not null)
            tags.Add(ErrorType, isModel ? "no_answer" : "failed");
        _duration.Record(step.Duration.TotalSeconds, tags);
        if (isModel)
            Used(run, step, used, costMicros);
        if (span is null)
            return;
        if (step.Error is not null)
            span.SetStatus(ActivityStatusCode.Error).SetTag(ErrorType, isModel ? "no_answer" : "failed");
        if (used is not null)
            span.SetTag("gen_ai.response.model", used.Model).SetTag("gen_ai.usage.input_tokens", used.InputTokens).SetTag("gen_ai.usage.output_tokens", used.OutputTokens);
        span.Dispose();
    }

    private void Used(RunRecord run, RunStep step, AgentUsage? used, long? costMicros)
    {
        Tokens(used?.InputTokens, "input");
        Tokens(used?.OutputTokens, "output");
        if (costMicros is > 0)
            _cost.Add(costMicros.Value / MicrosInOne, new KeyValuePair<string, object?>(RequestModel, step.Name));
        LogCall(
            _usage, used?.Model ?? step.Name, used?.InputTokens, used?.OutputTokens, costMicros / MicrosInOne, Math.Round(step.Duration.TotalSeconds, 3), run.User, run.Conversation, run.Id,
            step.Error is null ? "ok" : "no answer");

        void Tokens(long? count, string type)
        {
            if (count is { } tokens)
                _tokens.Record(tokens, new(RequestModel, step.Name), new("gen_ai.token.type", type));
        }
    }

    [LoggerMessage(541, LogLevel.Information, "{Model}: {InputTokens} tokens read, {OutputTokens} written, {CostUsd} USD, {LatencyS} s, for {User} in {Conversation}, run {Run}: {Outcome}")]
    private static partial void LogCall(
        ILogger logger, string model, long? inputTokens, long? outputTokens, double? costUsd, double latencyS, string user, string conversation, ItemId run, string outcome);
}
