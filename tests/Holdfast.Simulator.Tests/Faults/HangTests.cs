using System.Text;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Tests.Support;

namespace Holdfast.Simulator.Tests.Faults;

/// <summary>Slack takes every call and answers none, for a while.</summary>
[Trait("Req", "RS-6")]
[Trait("Req", "XP-1")]
public sealed class HangTests : InteractiveTest
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = new();

    [Fact]
    public async Task What_is_asked_meanwhile_is_never_answered_and_what_is_asked_later_is()
    {
        var url = Act.Unsent.Command(Ada, Channel, "/x", "").ResponseUrl!;
        Simulator.Faults.Add(new Fault(FaultKind.Hang) { Duration = Minute });
        using var patience = new CancellationTokenSource();
        Task<HttpResponseMessage>[] hanging =
        [
            CallAsync("chat.postMessage", patience.Token), CallAsync("users.info", patience.Token), CallAsync("apps.connections.open", patience.Token),
            RespondAsync(url, patience.Token),
        ];
        foreach (var method in (string[])["chat.postMessage", "users.info", "apps.connections.open", Fault.ResponseUrl])
            await Simulator.Calls.WaitForCallAsync(call => call.Method == method && call.Outcome == "fault:Hang");
        Assert.Equal(Clock.GetUtcNow() + Minute, Assert.Single(Simulator.Faults.Active).Until);

        Clock.Advance(Minute);

        using var answered = await CallAsync("users.info", CancellationToken.None);
        using var responded = await RespondAsync(url, CancellationToken.None);
        Assert.True((await Api.ReadAsync(answered)).Ok());
        Assert.True((await Api.ReadAsync(responded)).Ok());
        Assert.All(hanging, call => Assert.False(call.IsCompleted));
        Assert.Empty(Simulator.Faults.Active);
        await patience.CancelAsync();
        foreach (var call in hanging) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("hello", Assert.Single(Simulator.World.Ephemerals).Text);
        Assert.Empty(Simulator.World.Messages(Channel));
        _http.Dispose();
    }

    [Fact]
    public async Task Sockets_and_webhooks_do_not_hang_along()
    {
        Simulator.Faults.Add(new Fault(FaultKind.Hang) { Duration = Minute });

        Simulator.World.MentionBot(Channel, Ada, "still there?");
        Assert.Equal("events_api", (await AckNextAsync()).Text("type"));
        using var answer = await _http.PostAsync(Simulator.WebhookUrl("hook"), content: null);

        Assert.True(answer.IsSuccessStatusCode);
        _http.Dispose();
    }

    [Fact]
    public void A_fault_that_has_expired_is_no_longer_in_force()
    {
        Simulator.Faults.Add(new Fault(FaultKind.Hang) { Duration = Minute });
        Clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Single(Simulator.Faults.Active);

        Clock.Advance(TimeSpan.FromTicks(1));

        Assert.Empty(Simulator.Faults.Active);
        _http.Dispose();
    }

    private async Task<HttpResponseMessage> CallAsync(string method, CancellationToken gone)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Simulator.SlackApiUrl, method))
        {
            Content = new FormUrlEncodedContent([new("channel", Channel), new("text", "x"), new("user", Ada)]),
        };
        request.Headers.Authorization = new("Bearer", method.StartsWith("apps.", StringComparison.Ordinal) ? Simulator.AppToken : Simulator.BotToken);
        return await _http.SendAsync(request, gone);
    }

    private async Task<HttpResponseMessage> RespondAsync(Uri url, CancellationToken gone)
    {
        using var content = new StringContent("""{"text":"hello"}""", Encoding.UTF8, "application/json");
        return await _http.PostAsync(url, content, gone);
    }
}
