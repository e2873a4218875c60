using System.Text.Json;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.Simulator.Faults;
using Holdfast.Testing.Servers;
using Holdfast.Tests.Repository;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What is shipped for Prometheus and Grafana finds what a server at work tells.</summary>
[Trait("Req", "XP-6")]
public sealed class PrometheusTests(SharedDatabase shared) : EndToEndTest
{
    /// <summary>What is counted when something goes wrong that nothing goes wrong with here.</summary>
    private static readonly string[] Rare =
    [
        "holdfast_events_refused_total", "holdfast_leases_lost_total", "holdfast_items_recovered_total", "holdfast_http_client_retries_total", "holdfast_redis_retries_total",
        "holdfast_redis_connections_lost_total",
    ];

    private const string Secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    [Fact]
    [Trait("Req", "AS-19")]
    [Trait("Req", "VF-9")]
    [Trait("Req", "CX-9")]
    [Trait("Req", "TM-6")]
    [Trait("Req", "RS-7")]
    public async Task A_real_one_scrapes_a_loaded_server_and_each_panel_and_each_alert_has_something_to_show()
    {
        Slack.Webhooks.SetSecret("ops", Secret);
        await using var redis = await RedisServer.StartAsync();
        await StartAsync([
            .. await shared.NewSettingsAsync(), ("REDIS_URL", redis.Url), ("Agent:InputPrice", "2"), ("Agent:OutputPrice", "50"),
            ("Notifications:WebhookUrl", Slack.WebhookUrl("ops").ToString()), ("Notifications:WebhookSecret", Secret),
        ]);
        await using var prometheus = await PrometheusServer.StartAsync(Server.Port);

        // A rate is there from the second scrape on that has its series: so all of it happens again and again.
        var missing = Panels();
        var round = 0;
        await Eventually.SeeAsync("something in each panel", LookAsync, left => left.Length == 0, TimeSpan.FromSeconds(120));

        var target = Assert.Single((await prometheus.AskAsync("targets")).GetProperty("activeTargets").EnumerateArray().ToList());
        Assert.Equal(("up", ""), (target.GetProperty("health").GetString(), target.GetProperty("lastError").GetString()));

        // What was given up on is seen by the rule that tells of it; and none of what would be false is.
        var rules = await Eventually.SeeAsync("the alert about dead letters", RulesAsync, all => StateOf(all, "HoldfastDeadLetters") is "pending" or "firing");
        Assert.All(rules, rule => Assert.Equal("ok", rule.GetProperty("health").GetString()));
        Assert.Equal(("inactive", "inactive"), (StateOf(rules, "HoldfastDown"), StateOf(rules, "HoldfastNotConnected")));

        async Task<List<JsonElement>> RulesAsync() =>
            [.. (await prometheus.AskAsync("rules")).GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray())];

        async Task<string> LookAsync()
        {
            await WorkAsync(round++);
            foreach (var expression in missing.ToList())
            {
                if (await prometheus.CountAsync(expression) > 0)
                    missing.Remove(expression);
            }

            return string.Join('\n', missing);
        }
    }

    private static string? StateOf(IEnumerable<JsonElement> rules, string name) =>
        rules.Single(rule => rule.GetProperty("name").GetString() == name).GetProperty("state").GetString();

    private async Task WorkAsync(int round)
    {
        var thread = World.MentionBot(General, Ada, $$"""use set_timer {"when":"1 second","label":"tea {{round}}"}""");
        var answer = await AnswerAsync(General, thread, "is set");
        await SeeViewAsync(Ada, () => Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open"));
        await AnswerAsync(General, thread, "⏰");
        using (Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "views.open", ErrorCode = "expired_trigger_id" }))
        {
            var told = World.Ephemerals.Count;
            Slack.Interactions.Click(Ada, General, answer.Ts, "flow.open");
            await Eventually.SeeAsync("no view", () => World.Ephemerals.Count > told);
        }

        using var failing = Slack.Faults.Add(new Fault(FaultKind.ServerError) { Method = "chat.postMessage", Times = 1 });
        await AnswerAsync(General, World.MentionBot(General, Ada, "say this comes late"), "this comes late");
        using var refused = Slack.Faults.Add(new Fault(FaultKind.ErrorCode) { Method = "chat.postMessage", ErrorCode = "channel_is_archived", Times = 1 });
        World.MentionBot(General, Ada, "say this is refused");
        await Eventually.SeeAsync("a reply is refused", () => refused.Hits > 0);
    }

    /// <summary>The expressions of the dashboard, for all servers.</summary>
    private static List<string> Panels()
    {
        using var board = JsonDocument.Parse(File.ReadAllText(Path.Combine(Sources.Root, "deploy", "grafana", "holdfast.json")));
        var all = board.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!.Replace("$instance", ".*", StringComparison.Ordinal).Replace("$__rate_interval", "1m", StringComparison.Ordinal))
            .ToList();
        Assert.All(Rare, name => Assert.Contains(all, expression => expression.Contains(name, StringComparison.Ordinal)));
        return [.. all.Where(expression => !Rare.Any(name => expression.Contains(name, StringComparison.Ordinal)))];
    }
}
