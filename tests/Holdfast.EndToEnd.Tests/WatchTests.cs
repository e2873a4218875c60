using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;
using Holdfast.Testing;
using Holdfast.Tests.Repository;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What those see who watch the server: its log, its metrics, its traces.</summary>
[Trait("Req", "XP-6")]
public sealed partial class WatchTests : EndToEndTest
{
    [Fact]
    [Trait("Req", "RS-12")]
    [Trait("Req", "AS-19")]
    public async Task The_log_the_usage_and_the_metrics_tell_of_a_run_without_a_word_of_it()
    {
        using var folder = new TemporaryFolder();
        var (log, usage) = (Path.Combine(folder.Path, "holdfast.log"), Path.Combine(folder.Path, "usage", "usage.log"));
        await StartAsync(("Logs:Format", "Json"), ("Logs:Path", log), ("Logs:UsagePath", usage), ("Agent:InputPrice", "2"), ("Agent:OutputPrice", "50"));
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new ModelReply("a secret answer"));
        await AnswerAsync(General, World.MentionBot(General, Ada, "a secret question"), "a secret answer");
        await Server.WaitUntilIdleAsync();

        // Refused for good: a dead letter, of which one line says why.
        Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "chat.postMessage", ErrorCode = "channel_is_archived" });
        World.MentionBot(General, Ada, "another question");
        await Server.WaitForHealthAsync("a dead letter", health => health.DeadLetters > 0);
        await Server.WaitForOutputAsync("\"Id\":303");

        var lines = Server.Output.Split('\n').Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var started = Assert.Single(lines, line => IdOf(line) == 1740).GetProperty("@m").GetString()!;
        Assert.Contains($"http://127.0.0.1:{Server.Port}/health", started, StringComparison.Ordinal);
        Assert.Contains($"SQLite in {Server.DataFolder}", started, StringComparison.Ordinal);
        Assert.Contains("over 2 sockets", started, StringComparison.Ordinal);
        var run = lines.First(line => IdOf(line) == 540);
        Assert.Equal((Ada, "Completed"), (run.GetProperty("User").GetString(), run.GetProperty("Outcome").GetString()));
        Assert.True(run.GetProperty("InputTokens").GetInt64() > 0 && run.GetProperty("CostUsd").GetDouble() > 0);
        Assert.Contains(General, run.GetProperty("Conversation").GetString(), StringComparison.Ordinal);
        var dead = lines.First(line => IdOf(line) == 303);
        Assert.False(dead.TryGetProperty("@x", out _), "A refusal has no stack.");
        Assert.Contains("channel_is_archived", dead.GetProperty("ErrorText").GetString(), StringComparison.Ordinal);

        var called = File.ReadLines(usage).Select(line => JsonDocument.Parse(line).RootElement).First();
        Assert.Equal(Ada, called.GetProperty("user").GetString());
        foreach (var field in (string[])["at", "model", "input_tokens", "output_tokens", "cost_usd", "latency_s", "conversation", "run", "outcome"])
            Assert.NotEqual(JsonValueKind.Null, called.GetProperty(field).ValueKind);
        Assert.Contains(File.ReadLines(log), line => IdOf(JsonDocument.Parse(line).RootElement) == 540);
        Assert.All([Server.Output, File.ReadAllText(log), File.ReadAllText(usage)], text => Assert.DoesNotContain("secret", text, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.GetProperty("SourceContext").GetString() == "Holdfast.Usage");

        var metrics = "\n" + await Server.MetricsAsync();

        // How .NET names its own is .NET's affair.
        var (_, lints) = await PromTool.RunAsync(metrics, "check", "metrics");
        Assert.DoesNotContain(lints.Split('\n'), line => line.Length > 0 && !line.StartsWith("dotnet_", StringComparison.Ordinal));
        Assert.InRange(ValueOf(metrics, "holdfast_reply_duration_seconds_count"), 1, 1);
        Assert.InRange(ValueOf(metrics, "holdfast_dead_letters"), 1, 9);
        Assert.InRange(ValueOf(metrics, "holdfast_slack_connections_open"), 2, 2);
        Assert.InRange(ValueOf(metrics, "holdfast_model_cost_total"), 1e-6, 1);
        foreach (var name in (string[])["holdfast_run_duration_seconds_bucket", "holdfast_ack_duration_seconds_bucket", "holdfast_queue_wait_seconds_bucket", "holdfast_items_in_progress",
            "gen_ai_client_operation_duration_seconds_bucket", "gen_ai_client_token_usage_bucket", "dotnet_process_memory_working_set_bytes", "holdfast_queue_oldest_age_seconds"])
            Assert.Contains("\n" + name + "{", metrics, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "RS-5")]
    public async Task One_trace_goes_from_the_socket_to_the_delivery_through_a_kill()
    {
        await using var collector = new OtlpReceiver();
        await StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "100"));
        Slack.Model.StallAll = true;
        var thread = World.MentionBot(General, Ada, "question");
        await Eventually.SeeAsync("the model is asked", () => Slack.Model.InFlight == 1, () => $"{Slack.Model.InFlight}");

        // The event that a run's first calls of Slack belong to.
        var trace = await collector.TraceOfAsync("ingress events_api", "POST");
        var before = collector.Spans.Count;
        await Server.KillAsync();

        Slack.Model.StallAll = false;
        Slack.Model.Responder = (_, _) => ValueTask.FromResult(new ModelReply("the answer"));
        await Server.StartAsync();
        await AnswerAsync(General, thread, "the answer");
        Assert.Equal(trace, await collector.TraceOfAsync("Inbound ", "chat ", "Outbound delivery"));
        Assert.DoesNotContain(collector.Spans.Take(before), span => span.Name == "Outbound delivery");
    }

    [Theory]
    [Trait("Req", "AS-19")]
    [InlineData("check", "config", "prometheus.yml")]
    [InlineData("check", "config", "compose.yml")]
    [InlineData("check", "rules", "alerts.yml")]
    [InlineData("test", "rules", "alerts_test.yml")]
    public async Task Prometheus_takes_its_settings_and_each_alert_fires_where_its_cause_is(string verb, string what, string file)
    {
        var (code, output) = await PromTool.RunAsync(input: null, verb, what, Path.Combine(Sources.Root, "deploy", "prometheus", file));
        Assert.True(code == 0, output);
    }

    [Fact]
    public void Each_alert_has_a_test()
    {
        var folder = Path.Combine(Sources.Root, "deploy", "prometheus");
        var fired = Fires().Matches(File.ReadAllText(Path.Combine(folder, "alerts_test.yml"))).Select(alert => alert.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(Alert().Matches(File.ReadAllText(Path.Combine(folder, "alerts.yml"))).Select(alert => alert.Groups["name"].Value).Order(StringComparer.Ordinal), fired.Order(StringComparer.Ordinal));
    }

    private static double ValueOf(string metrics, string name) =>
        metrics.Split('\n').Where(line => line.StartsWith(name + "{", StringComparison.Ordinal)).Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));

    private static int IdOf(JsonElement line) => line.TryGetProperty("EventId", out var id) ? id.GetProperty("Id").GetInt32() : 0;

    [GeneratedRegex(@"- alert: (?<name>\w+)", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Alert();

    [GeneratedRegex(@"alertname: (?<name>\w+)\s+exp_alerts", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Fires();
}
