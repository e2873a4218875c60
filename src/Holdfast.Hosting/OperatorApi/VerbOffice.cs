using Holdfast.Hosting.Modules;
using Holdfast.Hosting.Verbs;
using Holdfast.Postgres;
using Holdfast.Redis.Connections;
using Holdfast.Verbs;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>
/// Has a verb done: by the server that runs on the data folder; where none does, or the store is one that workers share, in this process, with the store
/// opened for it.
/// </summary>
/// <param name="modules">What the server is made of.</param>
/// <param name="configuration">The configuration, of which the store's is checked.</param>
internal sealed class VerbOffice(ServerModules modules, IConfiguration configuration)
{
    private readonly StoreChoice _choice = new(configuration);

    /// <summary>Does it, and hands over each part of its answer.</summary>
    /// <param name="request">Which, and what was typed.</param>
    /// <param name="show">Takes a part.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task DoAsync(VerbRequest request, Action<VerbResponse> show, CancellationToken cancellationToken)
    {
        if (_choice.IsShared)
        {
            await DoHereAsync(request, VerbPlace.Shared, show, cancellationToken);
            return;
        }

        var (isRunning, _) = await RunningServer.TryAskAsync(_choice.Embedded, async server =>
        {
            await DoAsync(request, part => AskAsync(server, part, cancellationToken), show);
            return true;
        });
        if (!isRunning)
            await DoHereAsync(request, VerbPlace.Alone, show, cancellationToken);
    }

    private static async Task<VerbResponse> AskAsync(HttpClient server, VerbRequest request, CancellationToken cancellationToken)
    {
        using var response = await server.PostAsJsonAsync("operations/verbs", request, VerbJson.Default.VerbRequest, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(VerbJson.Default.VerbResponse, cancellationToken))!;
    }

    /// <summary>Nothing of the server is started: the verb's class, the store, and what it is made with.</summary>
    private async Task DoHereAsync(VerbRequest request, VerbPlace place, Action<VerbResponse> show, CancellationToken cancellationToken)
    {
        var described = new ServiceCollection().AddSingleton(configuration).AddLogging().AddMetrics();
        await using var services = modules.AddTo(described, configuration).BuildServiceProvider();
        if (_choice.IsShared)
            await services.GetRequiredService<PostgresStore>().OpenAsync(cancellationToken);
        if (services.GetServices<VerbInfo>().Any(verb => verb.Name == request.Name && verb.NeedsMemory) && services.GetService<RedisConnection>() is { } redis)
            await redis.OpenAsync(cancellationToken);
        var desk = services.GetRequiredService<VerbDesk>();
        await DoAsync(request, part => desk.DoAsync(part, place, cancellationToken), show);
    }

    private static async Task DoAsync(VerbRequest request, Func<VerbRequest, Task<VerbResponse>> ask, Action<VerbResponse> show)
    {
        for (var part = request; ;)
        {
            var response = await ask(part);
            show(response);
            if (response.Next is null)
                return;
            part = request with { Next = response.Next };
        }
    }
}
