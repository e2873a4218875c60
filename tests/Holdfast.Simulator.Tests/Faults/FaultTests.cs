using System.Net;
using System.Text.Json;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.Faults;

[Trait("Req", "RS-6")]
public sealed class FaultTests : IAsyncLifetime
{
    private SlackSimulator _simulator = null!;
    private Api _api = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SlackSimulator.StartAsync();
        _api = new Api(_simulator);
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task A_rate_limit_carries_a_number_and_performs_nothing()
    {
        _simulator.Faults.Add(new Fault(FaultKind.RateLimited) { Method = "chat.postMessage", RetryAfter = 7, Times = 1 });
        using var response = await PostAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("7", response.Headers.GetValues("Retry-After").Single());
        Assert.Equal("ratelimited", (await Api.ReadAsync(response)).Error());
        Assert.Empty(_simulator.World.Messages("C0GENERAL"));
        Assert.True((await Api.ReadAsync(await PostAsync())).Ok());
    }

    [Fact]
    public async Task A_lost_answer_was_performed_and_a_cut_before_was_not()
    {
        using var lost = _simulator.Faults.Add(new Fault(FaultKind.LoseResponse) { Times = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(PostAsync);
        Assert.Single(_simulator.World.Messages("C0GENERAL"));

        _simulator.Faults.Add(new Fault(FaultKind.CloseBefore) { Times = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(PostAsync);
        Assert.Single(_simulator.World.Messages("C0GENERAL"));
        Assert.Equal(1, lost.Hits);
    }

    [Fact]
    public async Task What_is_performed_late_is_performed_although_its_client_has_gone_and_answered_if_it_has_not()
    {
        var clock = new FakeClock();
        await using var slow = await SlackSimulator.StartAsync(new SimulatorOptions { Time = clock });
        using var late = slow.Faults.Add(new Fault(FaultKind.PerformLate) { Method = "chat.postMessage", Delay = TimeSpan.FromSeconds(9) });
        using (var impatient = new Api(slow))
        {
            var call = PostAsync(impatient);
            await clock.TimerSetAsync(TimeSpan.FromSeconds(9));
            impatient.Dispose();
            await Assert.ThrowsAnyAsync<Exception>(() => call);
        }

        Assert.Empty(slow.World.Messages("C0GENERAL"));
        clock.Advance(TimeSpan.FromSeconds(9));
        await slow.World.WaitForMessageAsync(message => message.IsFromBot);

        using var patient = new Api(slow);
        var answered = PostAsync(patient);
        await clock.TimerSetAsync(TimeSpan.FromSeconds(9));
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.True((await answered).Ok());
        Assert.Equal(2, slow.World.Messages("C0GENERAL").Count);

        static Task<JsonElement> PostAsync(Api api) => api.FormAsync("chat.postMessage", ("channel", "C0GENERAL"), ("text", "x"));
    }

    [Fact]
    public async Task A_fault_can_strike_only_the_calls_that_contain_a_text()
    {
        using var poison = _simulator.Faults.Add(new Fault(FaultKind.ErrorCode) { Containing = "poison" });

        Assert.Equal("internal_error", (await _api.FormAsync("chat.postMessage", ("channel", "C0GENERAL"), ("text", "a poison one"))).Error());
        Assert.True((await _api.FormAsync("chat.postMessage", ("channel", "C0GENERAL"), ("text", "another"))).Ok());
        Assert.Equal(1, poison.Hits);
    }

    [Fact]
    public async Task Bodies_can_be_broken_or_html_and_codes_chosen()
    {
        _simulator.Faults.Add(new Fault(FaultKind.MalformedBody) { Times = 1 });
        _simulator.Faults.Add(new Fault(FaultKind.HtmlBody) { Times = 1 });
        _simulator.Faults.Add(new Fault(FaultKind.ServerError) { Times = 1, Status = 503 });
        _simulator.Faults.Add(new Fault(FaultKind.ErrorCode) { Times = 1, ErrorCode = "is_archived" });

        await Assert.ThrowsAnyAsync<JsonException>(async () => await Api.ReadAsync(await PostAsync()));
        Assert.Equal("text/html", (await PostAsync()).Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await PostAsync()).StatusCode);
        Assert.Equal("is_archived", (await Api.ReadAsync(await PostAsync())).Error());
        Assert.Empty(_simulator.World.Messages("C0GENERAL"));
    }

    [Fact]
    public async Task A_chance_strikes_the_same_calls_for_the_same_seed()
    {
        _simulator.Faults.Add(new Fault(FaultKind.ErrorCode) { Probability = 0.5 });
        var first = await OutcomesAsync(_api);
        await using var again = await SlackSimulator.StartAsync();
        using var api = new Api(again);
        again.Faults.Add(new Fault(FaultKind.ErrorCode) { Probability = 0.5 });

        Assert.Equal(first, await OutcomesAsync(api));
        Assert.Contains(true, first);
        Assert.Contains(false, first);
    }

    [Fact]
    public async Task Skip_and_times_pick_one_call()
    {
        _simulator.Faults.Add(new Fault(FaultKind.ErrorCode) { Skip = 2, Times = 1 });

        Assert.Equal([true, true, false, true], (await OutcomesAsync(_api)).Take(4));
    }

    [Fact]
    public async Task Opening_a_connection_can_be_refused()
    {
        _simulator.Faults.Add(new Fault(FaultKind.ServerError) { Method = Fault.WebSocketConnect, Times = 1 });

        await Assert.ThrowsAnyAsync<System.Net.WebSockets.WebSocketException>(() => RawSocket.OpenAsync(_simulator));
        await using var socket = await RawSocket.OpenAsync(_simulator);
        Assert.Equal("hello", socket.Hello.Text("type"));
    }

    [Fact]
    public async Task Enforced_rates_answer_429_after_the_burst()
    {
        await using var strict = await SlackSimulator.StartAsync(new SimulatorOptions { EnforceRateLimits = true, Time = new FakeClock() });
        using var api = new Api(strict);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
        {
            using var content = new FormUrlEncodedContent([KeyValuePair.Create("channel", "C0GENERAL"), KeyValuePair.Create("text", "x")]);
            using var response = await api.SendAsync("chat.postMessage", content, strict.BotToken);
            statuses.Add(response.StatusCode);
        }

        Assert.Equal(5, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    private async Task<HttpResponseMessage> PostAsync()
    {
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("channel", "C0GENERAL"), KeyValuePair.Create("text", "x")]);
        return await _api.SendAsync("chat.postMessage", content, _simulator.BotToken);
    }

    private static async Task<List<bool>> OutcomesAsync(Api api)
    {
        var outcomes = new List<bool>();
        for (var i = 0; i < 12; i++) outcomes.Add((await api.FormAsync("auth.test")).Ok());
        return outcomes;
    }
}
