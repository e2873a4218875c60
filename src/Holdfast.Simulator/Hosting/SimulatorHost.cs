using System.Net;
using System.Net.Sockets;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.SocketMode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Holdfast.Simulator.Hosting;

/// <summary>
/// The web server on 127.0.0.1. Requests are sent on by the start of their path and nothing else: at thousands of calls a second
/// on shared cores every layer between would be measured along with the bot.
/// </summary>
internal sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;

    private SimulatorHost(WebApplication app, CancellationTokenSource stopping)
    {
        _app = app;
        _stopping = stopping;
    }

    /// <summary>Starts it; it listens when the task completes.</summary>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="logging">Where log lines go; null for nowhere.</param>
    /// <param name="address">Is told where it listens.</param>
    /// <param name="serve">Makes what serves the requests; its token says that the server stops.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="PortTakenException">Another program listens on the port.</exception>
    public static async Task<SimulatorHost> StartAsync(
        int port,
        ILoggerFactory? logging,
        SimulatorAddress address,
        Func<CancellationToken, RequestDelegate> serve,
        CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, port))
            // No request blocks or computes for long here, so the hop from the socket's thread to another would only cost.
            .UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        if (logging is not null) builder.Services.AddSingleton(logging);

        var app = builder.Build();
        var stopping = new CancellationTokenSource();
        app.Use(MakeFreezable);
        app.UseWebSockets();
        app.Run(serve(stopping.Token));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (IsPortTaken(exception))
        {
            await app.DisposeAsync();
            stopping.Dispose();
            throw new PortTakenException(port, exception);
        }

        address.Base = new Uri(app.Urls.First() + "/");
        return new SimulatorHost(app, stopping);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);
        try
        {
            await _app.StopAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Calls that hang on purpose do not end by themselves; disposing the server cuts them.
        }

        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, int port)
    {
        kestrel.Listen(IPAddress.Loopback, port);
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        // A load run's stalled model calls send nothing for minutes; they must not be taken for slow attackers.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
    }

    private static Task MakeFreezable(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            context.Features.Set<IHttpUpgradeFeature>(new FreezableUpgrade(upgrade));
        return next(context);
    }

    private static bool IsPortTaken(Exception exception) =>
        exception.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
        || exception.InnerException?.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
}
