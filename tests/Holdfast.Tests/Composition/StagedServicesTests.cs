using Holdfast.Composition;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Tests.Composition;

[Trait("Req", "RS-14")]
public sealed class StagedServicesTests
{
    [Fact]
    public void Services_start_by_their_stages_and_within_one_as_they_were_registered()
    {
        using var services = new ServiceCollection()
            .AddStaged(StartStage.Watch, _ => new Named("watch"))
            .AddStaged(StartStage.Work, _ => new Named("work 1"))
            .AddStaged(StartStage.Ground, _ => new Named("ground"))
            .AddStaged(StartStage.Work, _ => new Named("work 2"))
            .AddStaged(StartStage.Intake, _ => new Named("intake"))
            .AddStaged(StartStage.Delivery, _ => new Named("delivery"))
            .StartByStages()
            .BuildServiceProvider();
        Assert.Equal(
            ["ground", "delivery", "work 1", "work 2", "intake", "watch"], services.GetServices<IHostedService>().Cast<Named>().Select(service => service.Name));
    }

    private sealed class Named(string name) : IHostedService
    {
        public string Name => name;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
