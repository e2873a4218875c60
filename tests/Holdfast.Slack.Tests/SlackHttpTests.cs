using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Holdfast.Slack.SocketMode;
using Holdfast.Slack.Tests.Support;
using Holdfast.Slack.WebApi;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Slack.Tests;

[Trait("Req", "RS-1")]
public sealed class SlackHttpTests
{
    [Fact]
    public async Task A_private_authority_is_trusted_for_http_and_websocket_when_named_and_only_then()
    {
        using var authority = Authority();
        using var server = Certificate(authority, "localhost");
        await using var slack = await FakeSlack.StartAsync(new FakeSlack { Scheme = "wss" }, listen => listen.UseHttps(server));
        var api = new Uri($"https://localhost:{slack.Port}/api/");

        var refused = await Assert.ThrowsAsync<SlackException>(() => Client(api, null).CallAsync("api.test", Clients.Token, default, CancellationToken.None).Soon());
        Assert.Equal(("network", false), (refused.Error, refused.IsOutcomeUnknown));
        // Trust in an authority is no trust in a wrong name.
        refused = await Assert.ThrowsAsync<SlackException>(
            () => Client(slack.ApiUrl, authority).CallAsync("api.test", Clients.Token, default, CancellationToken.None).Soon());
        Assert.Equal("network", refused.Error);

        var options = new SocketModeOptions { AppToken = FakeSlack.AppToken, Connections = 1, HttpInvoker = new HttpMessageInvoker(Handler(authority)) };
        await using var run = new Running(new SocketModeSupervisor(
            Client(api, authority), Support.Handler.Ok, options, TimeProvider.System, new Random(1), NullLoggerFactory.Instance));
        var socket = await slack.NextSocketAsync();
        await socket.SendAsync(FakeSocket.Envelope("e1"));
        await slack.AckedAsync("e1");
    }

    [Fact]
    public async Task A_proxy_carries_the_calls()
    {
        await using var slack = await FakeSlack.StartAsync();
        using var proxy = new TcpRelay(slack.Port);
        var through = new WebProxy($"http://127.0.0.1:{proxy.Port}");
        using var handler = SlackHttp.CreateHandler(new SlackHttpOptions { Proxy = through });
        using var http = new HttpClient(handler, disposeHandler: false);
        var client = new SlackWebClient(
            http, new SlackWebClientOptions { ApiUrl = new Uri("http://slack.invalid/api/") }, TimeProvider.System, NullLogger<SlackWebClient>.Instance);

        // The name exists nowhere: only the proxy's way leads to the answer.
        var answer = await client.CallAsync("apps.connections.open", Clients.Token, default, CancellationToken.None).Soon();
        Assert.StartsWith("ws://", answer.GetString("url"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_is_shown_once_however_its_connection_ends()
    {
        await using var slack = await FakeSlack.StartAsync();
        using var cut = new CuttingServer();
        slack.LinkPort = cut.Port;
        var observer = new Observer();
        await using var run = new Running(slack.Supervisor(Support.Handler.Ok, observer: observer));
        for (var i = 0; i < 3; i++)
            await observer.SeesAsync("attempt failed network");
        await run.StopAsync();

        Assert.InRange(cut.Connections, 1, slack.Opens);
    }

    private static SlackWebClient Client(Uri api, X509Certificate2? authority) => new(
        new HttpClient(Handler(authority)), new SlackWebClientOptions { ApiUrl = api }, TimeProvider.System, NullLogger<SlackWebClient>.Instance);

    private static SocketsHttpHandler Handler(X509Certificate2? authority) =>
        SlackHttp.CreateHandler(new SlackHttpOptions { AdditionalRoots = authority is null ? null : [authority] });

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Private authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Certificate(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1, 2, 3, 4]);
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), password: null);
    }
}
