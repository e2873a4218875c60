using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Holdfast.Hosting.Tests.Repository;

/// <summary>
/// Reads the compiled code of the product for everything that could open a connection outward: whatever the sources look like, what
/// is not listed here does not exist.
/// </summary>
[Trait("Req", "TM-4")]
public sealed class ConnectionMakersTests
{
    /// <summary>The assemblies of the server. The simulator is the world outside and not among them.</summary>
    private static readonly string[] Product = ["Holdfast.Slack", "Holdfast.Core", "Holdfast.Documents", "Holdfast", "Holdfast.AI", "Holdfast.Mcp", "Holdfast.Postgres", "Holdfast.Redis", "Holdfast.Sqlite", "Holdfast.Hosting", "Holdfast.Server"];

    /// <summary>Who makes what, and why that is no second way past <c>OutgoingHttp</c>.</summary>
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["Holdfast.Http.OutgoingHttp makes HttpClient"] = "the one way",
        ["Holdfast.Http.OutgoingHttp makes HttpMessageInvoker"] = "the one way, for WebSockets",
        ["Holdfast.Http.SocketFile makes SocketsHttpHandler"] = "under a client of OutgoingHttp: a socket file on this machine",
        ["Holdfast.Http.SocketFile makes Socket"] = "the connection to that file",
        ["Holdfast.Http.Addresses.GuardedTransport makes HttpMessageInvoker"] = "under a client of OutgoingHttp: a choice between its own connections and a proxy's",
        ["Holdfast.Http.Addresses.GuardedTransport makes Socket"] = "the connection to an address that was checked",
        ["Holdfast.Slack.SlackHttp makes SocketsHttpHandler"] = "the pool that OutgoingHttp takes, and that users of this library alone take",
        ["Holdfast.Slack.SlackHttp makes Socket"] = "the connections of that pool, of which a WebSocket's ticket gets one and not four",
        ["Holdfast.Slack.SocketMode.SocketModeSupervisor makes HttpMessageInvoker"] = "for users of this library alone; the server gives one of OutgoingHttp",
        ["Holdfast.Slack.SocketMode.SocketModeConnector makes ClientWebSocket"] = "connects with the invoker that it is given",
        ["Holdfast.Hosting.ServiceManager.NotifySocket makes Socket"] = "no connection: datagrams to systemd, on this machine",
        ["Holdfast.Redis.Connections.RedisConnection makes ConnectionMultiplexer"] = "no HTTP: the one connection to Redis, with limits of its own",
        ["Holdfast.AI.OpenAI.OpenAIClients makes ChatClient"] = "over the transport of the line after next",
        ["Holdfast.AI.OpenAI.OpenAIClients makes ResponsesClient"] = "over the transport of the next line",
        ["Holdfast.AI.OpenAI.OpenAIClients makes HttpClientPipelineTransport"] = "around the client of OutgoingHttp that it is given",
        ["Holdfast.AI.Anthropic.AnthropicClients makes AnthropicClientWithRawResponse"] = "over the client of OutgoingHttp that it is given",
        ["Holdfast.Mcp.Transports.Connector makes HttpClientTransport"] = "over the client of OutgoingHttp that it is given",
    };

    [Fact]
    public void Nothing_but_OutgoingHttp_and_what_it_stands_on_can_open_a_connection()
    {
        var found = Product.SelectMany(ConnectionMakersOf).ToHashSet(StringComparer.Ordinal);
        var unexplained = found.Except(Allowed.Keys).Order(StringComparer.Ordinal).ToList();
        Assert.True(
            unexplained.Count == 0,
            $"These open connections of their own. Take a client from Holdfast.Http.OutgoingHttp instead, so that the call has limits:\n{string.Join('\n', unexplained)}");
        Assert.Empty(Allowed.Keys.Except(found));
    }

    [Fact]
    public void Every_assembly_of_the_server_is_read()
    {
        var built = Directory.EnumerateFiles(AppContext.BaseDirectory, "Holdfast*.dll").Select(file => Path.GetFileNameWithoutExtension(file)!);
        Assert.Equal(Product.Order(StringComparer.Ordinal), built.Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> ConnectionMakersOf(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        var code = new CompiledCode(file);
        return [.. code.Uses().Where(use => IsConnectionMaker(use.Used)).Select(use => $"{use.User} makes {use.Used.Type[(use.Used.Type.LastIndexOf('.') + 1)..]}")];
    }

    /// <summary>Constructors, and the methods that come to the same.</summary>
    private static bool IsConnectionMaker((string Type, string Member) used) => used switch
    {
        ("System.Net.WebRequest" or "System.Net.WebClient" or "System.Net.Http.IHttpClientFactory", _) => true,
        ("System.Net.Http.HttpClientFactoryExtensions" or "Microsoft.Extensions.DependencyInjection.HttpClientFactoryServiceCollectionExtensions", _) => true,
        ("System.ClientModel.Primitives.HttpClientPipelineTransport", ".ctor" or "get_Shared") => true,
        ("StackExchange.Redis.ConnectionMultiplexer", "Connect" or "ConnectAsync") => true,
        (var type, ".ctor") => type is "System.Net.Http.HttpClient" or "System.Net.Http.HttpMessageInvoker" or "System.Net.Http.SocketsHttpHandler"
            or "System.Net.Http.HttpClientHandler" or "System.Net.WebSockets.ClientWebSocket" or "System.Net.Sockets.TcpClient" or "System.Net.Sockets.UdpClient"
            or "System.Net.Sockets.Socket" or "System.Net.Quic.QuicConnection" or "System.Net.Mail.SmtpClient"
            || type == "ModelContextProtocol.Client.HttpClientTransport"
            || (type.StartsWith("OpenAI.", StringComparison.Ordinal) && type.EndsWith("Client", StringComparison.Ordinal))
            || (type.StartsWith("Anthropic.", StringComparison.Ordinal) && type.Contains("Client", StringComparison.Ordinal) && !type.EndsWith("Options", StringComparison.Ordinal)),
        _ => false,
    };
}
