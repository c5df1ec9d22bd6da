{
  'targets': [
    {
      'target_name': 'onset',
      'sources': [
        'src/addon.cc',
        'src/arguments.cc',
        'src/image.cc',
        'src/warp.cc',
        'src/weights.cc',
        'src/shrink.cc',
        'src/window.cc',
        'src/median.cc',
        'src/pyramid.cc',
        'src/patches.cc',
        'src/tvl1.cc',
        'src/lbp-top.cc',
      ],
      'defines': ['NAPI_VERSION=9'],
      # No -march: one binary for every machine of a platform. Loops that gain from wider vectors
      # are compiled twice and chosen at run time (src/clones.h).
      'cflags!': ['-O2'],
      'cflags_cc!': ['-O2', '-std=gnu++20', '-std=gnu++17'],
      'cflags_cc': [
        '-std=c++17', '-O3', '-fno-exceptions', '-fno-rtti', '-fno-math-errno', '-fno-trapping-math',
        '-fvisibility=hidden', '-Wall', '-Wextra',
      ],
      'xcode_settings': {
        'CLANG_CXX_LANGUAGE_STANDARD': 'c++17',
        'CLANG_CXX_LIBRARY': 'libc++',
        'GCC_OPTIMIZATION_LEVEL': '3',
        'GCC_ENABLE_CPP_RTTI': 'NO',
        'GCC_ENABLE_CPP_EXCEPTIONS': 'NO',
        'GCC_SYMBOLS_PRIVATE_EXTERN': 'YES',
        'MACOSX_DEPLOYMENT_TARGET': '12.0',
        'OTHER_CPLUSPLUSFLAGS': ['-fno-math-errno', '-fno-trapping-math'],
      },
      'msvs_settings': {
        'VCCLCompilerTool': { 'Optimization': 2, 'AdditionalOptions': ['/std:c++17', '/fp:precise'] },
      },
      'conditions': [
        # node native/asan.mjs builds with these.
        ['"<!(node -p "process.env.ONSET_NATIVE_ASAN||0")"=="1"', {
          'cflags_cc': ['-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=undefined', '-fno-omit-frame-pointer'],
          'ldflags': ['-fsanitize=address,undefined'],
        }],
      ],
    },
  ],
}
