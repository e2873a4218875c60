using Holdfast.Http;
using Holdfast.Jobs.Processes;
using Holdfast.Mcp.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Holdfast.Mcp.Transports;

/// <summary>Makes the way to a server: starts its program, or speaks with it by HTTP.</summary>
/// <param name="http">Makes the calls.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">For what programs say.</param>
internal sealed class Connector(OutgoingHttp http, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>A stream of events that breaks is asked for again so often; a server that is gone is started anew from the beginning.</summary>
    private const int MaxReconnections = 2;

    /// <summary>The way to a server. Nothing is begun before it is connected.</summary>
    /// <param name="server">The server.</param>
    /// <param name="isProbed">Whether a program is asked which protocol it has.</param>
    public IClientTransport To(ServerDefinition server, bool isProbed) => server.IsProgram ? new Program(server, isProbed, time, loggers) : ByHttp(server);

    private HttpClientTransport ByHttp(ServerDefinition server)
    {
        var longest = server.Options.Timeout > server.Options.StartTimeout ? server.Options.Timeout : server.Options.StartTimeout;
        var purpose = HttpPurpose.Mcp with { Limit = longest, MaxMessageBytes = server.Options.MaxResultBytes };
        var options = new HttpClientTransportOptions
        {
            Name = server.Name,
            Endpoint = server.Options.Url!,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = server.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase),
            MaxReconnectionAttempts = MaxReconnections,
        };
        return new HttpClientTransport(options, http.CreateClient(purpose), NullLoggerFactory.Instance, ownsHttpClient: false);
    }

    private sealed class Program(ServerDefinition server, bool isProbed, TimeProvider time, ILoggerFactory loggers) : IClientTransport
    {
        public string Name => server.Name;

        public Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default)
        {
            var environment = new Dictionary<string, string>(JobEnvironment.Scrub(Environment.GetEnvironmentVariables()), StringComparer.Ordinal);
            foreach (var (name, value) in server.Environment)
                environment[name] = value;
            var order = new CompanionOrder(
                server.Name,
                [server.Options.Command!, .. server.Options.Arguments],
                server.Options.WorkingDirectory is { Length: > 0 } folder ? folder : Directory.GetCurrentDirectory(),
                environment);
            var program = Companion.Start(order, time);
            var errors = new ErrorLines(server.Name, server.Mask, time, loggers.CreateLogger<ErrorLines>());
            return Task.FromResult<ITransport>(
                new ProgramTransport(server.Name, program, errors, server.Options.MaxResultBytes, isProbed, time, loggers.CreateLogger<ProgramTransport>()));
        }
    }
}
