using System.Diagnostics.Metrics;
using Holdfast.Diagnostics;

namespace Holdfast.Hosting.SlackRequests;

/// <summary>What is measured about Slack's requests.</summary>
internal sealed class SlackRequestMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _requests;

    public SlackRequestMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(HoldfastTelemetry.Name);
        _requests = _meter.CreateCounter<long>("holdfast.slack.requests", "{request}", "Requests at Slack's address, by what became of them and by whether Slack had made them before.");
    }

    /// <summary>A request was answered.</summary>
    /// <param name="result"><c>taken</c>, <c>not_taken</c>, <c>check</c>, or why it was refused.</param>
    /// <param name="isRepeated">Whether Slack says that it is a repetition.</param>
    public void Ended(string result, bool isRepeated) => _requests.Add(1, new("result", result), new("repeated", isRepeated));

    public void Dispose() => _meter.Dispose();
}
