using Holdfast.Simulator.Tests.Support;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Tests.WebApi;

[Trait("Req", "XP-1")]
public sealed class UserLookUpTests
{
    [Fact]
    public async Task People_of_the_workspace_are_found_by_their_mail_address_and_nobody_else()
    {
        await using var simulator = await SlackSimulator.StartAsync(new SimulatorOptions());
        using var api = new Api(simulator);
        simulator.World.AddUser(new SlackUser("U0PETRA", "petra", "Petra Partner") { TeamId = "T0PARTNER" });
        Assert.Equal(simulator.World.Grace.Id, (await api.FormAsync("users.lookupByEmail", ("email", "Grace@example.com"))).GetProperty("user").Text("id"));
        Assert.Equal("users_not_found", (await api.FormAsync("users.lookupByEmail", ("email", "petra@example.com"))).Error());
        Assert.Equal("users_not_found", (await api.FormAsync("users.lookupByEmail", ("email", "holdfast@example.com"))).Error());
        Assert.Equal("invalid_arguments", (await api.FormAsync("users.lookupByEmail")).Error());
    }
}
