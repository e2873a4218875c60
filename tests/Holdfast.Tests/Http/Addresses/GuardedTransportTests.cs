using System.Net;
using System.Net.Sockets;
using Holdfast.Http;
using Holdfast.Http.Addresses;
using Holdfast.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Tests.Http.Addresses;

/// <summary>Where names lead is seen at the socket. The names of these tests lead where the test says.</summary>
[Trait("Req", "AS-9")]
public sealed class GuardedTransportTests : IAsyncLifetime
{
    private static readonly IPAddress Loopback = IPAddress.Loopback;
    private static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");

    private readonly TestMeters _meters = new();
    private readonly Counted _lookedUp = new("look-ups");
    private HttpMetrics _metrics = null!;
    private OutgoingHttp _http = null!;
    private SmallWeb _web = null!;

    public async ValueTask InitializeAsync()
    {
        _metrics = new HttpMetrics(_meters);
        _http = new OutgoingHttp(_metrics, TimeProvider.System, NullLoggerFactory.Instance);
        _web = await SmallWeb.StartAsync();
        _web.Page("/", "here");
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _http.Dispose();
        _metrics.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task A_name_that_leads_inside_is_refused_once_and_nothing_is_asked()
    {
        using var attempts = new Measured(_meters, "holdfast.http.client.request.duration");
        using var transport = Transport([[Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("10.0.0.1"), IPAddress.Parse("::ffff:127.0.0.1")]]);
        var refused = await Assert.ThrowsAsync<AddressRefusedException>(() => GetAsync(transport, "http://rebind.example/"));
        Assert.Equal("That address is not public.", refused.Message);
        Assert.Equal("purpose=page server.address=any outcome=broken", Assert.Single(attempts.Values).Tags);
        Assert.Equal(1, _lookedUp.Times);
        Assert.Empty(_web.Requests);
    }

    [Fact]
    public async Task The_connection_goes_to_the_address_that_was_checked_and_the_name_is_not_looked_up_again()
    {
        // The second look-up would lead to where nobody listens.
        using var transport = Transport([[IPAddress.Parse("10.0.0.1"), Loopback], [IPAddress.Parse("127.0.0.2")]], networks: ["127.0.0.0/8"]);
        Assert.Equal("here", await GetAsync(transport, $"http://wiki.example:{_web.Address.Port}/"));
        Assert.Equal(1, _lookedUp.Times);
        Assert.Equal($"wiki.example:{_web.Address.Port}", Assert.Single(_web.Requests).Headers["Host"]);
    }

    [Fact]
    public async Task A_name_that_leads_inside_the_next_time_is_refused_then()
    {
        using var transport = Transport([[Loopback], [IPAddress.Parse("169.254.169.254")]], networks: ["127.0.0.1/32"]);
        _web.Pages["/"] = context =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        };
        var address = $"http://wiki.example:{_web.Address.Port}/";
        await GetAsync(transport, address);
        await Assert.ThrowsAsync<AddressRefusedException>(() => GetAsync(transport, address));
        Assert.Single(_web.Requests);
    }

    [Fact]
    public async Task A_host_that_the_operator_allows_is_asked_wherever_its_name_leads()
    {
        using var transport = Transport([[Loopback]], hosts: [$"wiki.example:{_web.Address.Port}"]);
        Assert.Equal("here", await GetAsync(transport, $"http://wiki.example:{_web.Address.Port}/"));
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_no_refusal()
    {
        using var transport = new GuardedTransport(
            AddressRulesTests.Rules(), new WebProxy(), (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)));
        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(transport, "http://nobody.example/"));
        Assert.Equal(HttpRequestError.NameResolutionError, failed.HttpRequestError);
    }

    [Fact]
    public async Task Behind_a_proxy_the_name_is_looked_up_here_first()
    {
        using var transport = Transport([[Public]], proxy: new WebProxy(_web.Address));
        Assert.Equal("here", await GetAsync(transport, "http://example.com/"));
        Assert.Equal("http://example.com/", Assert.Single(_web.Requests).Target);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("93.184.216.34", "127.0.0.1")]
    [InlineData("169.254.169.254")]
    public async Task Behind_a_proxy_all_that_a_name_leads_to_must_be_public(params string[] found)
    {
        using var transport = Transport([[.. found.Select(IPAddress.Parse)]], proxy: new WebProxy(_web.Address));
        await Assert.ThrowsAsync<AddressRefusedException>(() => GetAsync(transport, "http://rebind.example/"));
        await Assert.ThrowsAsync<AddressRefusedException>(() => GetAsync(transport, "https://rebind.example/"));
        await Assert.ThrowsAsync<AddressRefusedException>(() => GetAsync(transport, "http://127.0.0.1/"));
        Assert.Empty(_web.Requests);
    }

    [Fact]
    public async Task Behind_a_proxy_a_host_that_the_operator_allows_need_not_be_known_here()
    {
        using var transport = Transport([[]], hosts: ["wiki.example"], proxy: new WebProxy(_web.Address));
        Assert.Equal("here", await GetAsync(transport, "http://wiki.example/"));
        await Assert.ThrowsAsync<AddressRefusedException>(() => GetAsync(transport, "http://other.example/"));
    }

    [Fact]
    public async Task What_goes_past_the_proxy_is_checked_at_the_socket_and_the_proxy_itself_is_no_way_in()
    {
        var proxy = new WebProxy(_web.Address) { BypassList = ["inside\\.example"] };
        using var transport = Transport([[Loopback]], proxy: proxy);
        await Assert.ThrowsAsync<AddressRefusedException>(() => GetAsync(transport, "http://inside.example/"));
        await Assert.ThrowsAsync<AddressRefusedException>(() => GetAsync(transport, _web.Address.ToString()));
        Assert.Empty(_web.Requests);
    }

    [Fact]
    public void A_client_without_a_look_at_the_address_is_not_made_for_what_others_name()
    {
        Assert.Throws<ArgumentException>(() => _http.CreateClient(HttpPurpose.Page));
        Assert.Throws<ArgumentException>(() => _http.CreateClient(HttpPurpose.Picture, "/socket"));
        Assert.Throws<ArgumentException>(() => _http.CreateInvoker(HttpPurpose.Picture));
    }

    /// <summary>Names lead to the first of these the first time they are looked up, and so on; the last is for ever.</summary>
    private GuardedTransport Transport(IPAddress[][] found, string[]? hosts = null, string[]? networks = null, IWebProxy? proxy = null) => new(
        AddressRulesTests.Rules(hosts, networks, [_web.Address.Port.ToString()]),
        proxy ?? new WebProxy(),
        (_, _) =>
        {
            _lookedUp.Happened();
            return Task.FromResult(found[Math.Min(_lookedUp.Times, found.Length) - 1]);
        });

    private async Task<string> GetAsync(GuardedTransport transport, string address) => await _http.CreateClient(HttpPurpose.Page, transport).GetStringAsync(new Uri(address));
}
