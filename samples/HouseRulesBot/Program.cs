using Microsoft.Extensions.DependencyInjection;
using Holdfast.Agents;
using Holdfast.Commands;
using Holdfast.Composition;
using Holdfast.Diagnostics;
using Holdfast.Home;
using Holdfast.Hosting;
using Holdfast.Notifications;
using HouseRulesBot;

return await new HoldfastApplication()
    .Add((services, configuration) => services
        .AddSection<HouseOptions>(configuration, "House")
        .AddSingleton<Rules>()
        .AddAgent<RulesAgent>()
        .AddSubcommand<RulesCommand>()
        .AddHomeSection<RulesSection>()
        .AddNotificationChannel<FileChannel>(FileChannel.ChannelName)
        .AddDoctorCheck<FileCheck>())
    .RunAsync(args);
