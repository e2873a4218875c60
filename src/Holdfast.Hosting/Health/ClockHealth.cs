using Holdfast.Diagnostics;
using Holdfast.Slack.WebApi;

namespace Holdfast.Hosting.Health;

/// <summary>Says when this machine's clock is far from Slack's.</summary>
internal sealed class ClockHealth(SlackWebClient slack) : IHealthSource
{
    public ValueTask<IReadOnlyList<string>> GetProblemsAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>(
        ClockOffset.IsWrong(slack.Clock.Ahead) ? [$"the clock is {ClockOffset.Describe(slack.Clock.Ahead)}: {ClockOffset.Remedy}"] : []);
}
