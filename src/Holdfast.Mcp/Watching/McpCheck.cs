using Holdfast.Diagnostics;
using Holdfast.Mcp.Configuration;
using Holdfast.Mcp.Servers;
using Holdfast.Mcp.Transports;
using Holdfast.Text;

namespace Holdfast.Mcp.Watching;

/// <summary>Starts a server beside the one that may be running, has it tell its tools, and ends it.</summary>
/// <param name="name">The server's name.</param>
/// <param name="servers">The servers.</param>
/// <param name="connector">Makes the way to it.</param>
/// <param name="time">The clock.</param>
internal sealed class McpCheck(string name, McpServers servers, Connector connector, TimeProvider time) : IDoctorCheck
{
    /// <summary>What it takes at most to end a program that does not end when it is told to.</summary>
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Name => $"mcp {name}";

    /// <inheritdoc/>
    public IReadOnlyList<string> Needs => [ServerDefinition.SettingOf(name)];

    /// <summary>As long as the server itself would wait for it: a program that npx fetches first takes longer than any other check.</summary>
    public TimeSpan Limit => servers[name].Definition.Options.StartTimeout + Ending;

    /// <inheritdoc/>
    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var server = servers[name].Definition;
        var patience = server.Options.StartTimeout;
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await using var session = await McpSession.ConnectAsync(connector.To(server, isProbed: true), !server.IsProgram, patience, [.. server.Options.Tools], time, either.Token);
            var listing = await session.ListAsync(either.Token);
            var told = $"{session.Called} at {server.Where} has {Quantities.Count(listing.Tools.Count, "tool")}";
            if (server.Options.Tools.Except(listing.Tools.Select(tool => tool.Name), StringComparer.Ordinal).ToList() is { Count: > 0 } unknown)
                return CheckResult.Warning($"{told}, and not {string.Join(", ", unknown)}", $"correct {server.Setting}:Tools");
            if (listing.LeftOut.Count > 0)
                return CheckResult.Warning($"{told}; left out are {string.Join("; ", listing.LeftOut)}", $"name those you need in {server.Setting}:Tools");
            return server is { IsProgram: false, Headers.Count: > 0, Options.Url: { Scheme: "http", IsLoopback: false } }
                ? CheckResult.Warning($"{told}; the headers go there unencrypted", $"use https in {server.Setting}:Url")
                : CheckResult.Ok(told);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckResult.Failed($"{server.Where}: it {(e is OperationCanceledException ? $"did not answer within {patience.TotalSeconds:0} s" : Problems.Of(e, server))}", Problems.RemedyFor(e, server));
        }
    }
}
