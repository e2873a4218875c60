using System.Net;
using Holdfast.Http;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;

namespace Holdfast.Tests.Http;

/// <summary>A request leaves only under a hold that is good; and to the very last moment it is asked.</summary>
[Trait("Req", "XP-3")]
[Trait("Req", "RS-6")]
public sealed class HoldHandlerTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly HttpPurpose Purpose = HttpPurpose.Slack with { HoldFor = TimeSpan.FromSeconds(10) };

    private readonly FakeClock _clock = new();

    [Fact]
    public async Task What_is_sent_outside_of_lanes_is_sent() => Assert.Equal("text", await SendAsync(() => { }));

    [Fact]
    public async Task A_request_leaves_while_the_hold_is_good_for_as_long_as_it_may_take()
    {
        (await HoldAsync()).MakeCurrent();
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("text", await SendAsync(() => { }));
        _clock.Advance(TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<LostLeaseException>(() => SendAsync(() => Assert.Fail("A connection was looked for.")));
    }

    [Fact]
    public async Task A_request_does_not_leave_when_the_hold_lapses_while_a_connection_is_made()
    {
        (await HoldAsync()).MakeCurrent();
        await Assert.ThrowsAsync<LostLeaseException>(() => SendAsync(() => _clock.Advance(Lease)));
    }

    [Fact]
    public async Task Headers_and_length_of_the_body_are_what_they_were()
    {
        (await HoldAsync()).MakeCurrent();
        using var network = new Network(request =>
        {
            Assert.Equal(("text/plain; charset=utf-8", 4L), (request.Content!.Headers.ContentType!.ToString(), request.Content.Headers.ContentLength));
            return Task.CompletedTask;
        });
        using var invoker = new HttpMessageInvoker(new HoldHandler(Purpose, network));
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://host.test/") { Content = new StringContent("text") };
        using var response = await invoker.SendAsync(request, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task What_is_asked_for_others_as_well_does_not_depend_on_the_hold_of_whoever_asked_first()
    {
        var hold = await HoldAsync();
        hold.MakeCurrent();
        _clock.Advance(Lease);
        Assert.Equal("text", await AskForAllAsync());
        Assert.Same(hold, LaneHold.Current);

        static async Task<string> AskForAllAsync()
        {
            LaneHold.StepOut();
            return await SendAsync(() => { });
        }
    }

    private async Task<LaneHold> HoldAsync()
    {
        await using var store = new InMemoryStore(_clock);
        await store.AppendAsync([_clock.Item("a", "x")], CancellationToken.None);
        var asked = _clock.GetMonotonic();
        var claim = Assert.Single(await store.ClaimAsync(LaneQueue.Inbound, new WorkerId("ada"), 1, Lease, CancellationToken.None));
        return new LaneHold(claim, asked + Lease, _clock);
    }

    /// <summary>Sends a text, and gives back what left.</summary>
    private static async Task<string> SendAsync(Action connect)
    {
        var left = "";
        using var network = new Network(async request =>
        {
            connect();
            left = await request.Content!.ReadAsStringAsync();
        });
        using var invoker = new HttpMessageInvoker(new HoldHandler(Purpose, network));
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://host.test/") { Content = new StringContent("text") };
        using var response = await invoker.SendAsync(request, CancellationToken.None);
        return left;
    }

    private sealed class Network(Func<HttpRequestMessage, Task> take) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await take(request);
            return new HttpResponseMessage(HttpStatusCode.OK);
        }
    }
}
